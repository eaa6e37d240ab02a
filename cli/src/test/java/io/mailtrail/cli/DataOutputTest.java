package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class DataOutputTest {

  @Test
  void linesArriveWholeAndInOrder() {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    try (DataOutput output = new DataOutput("standard output", target)) {
      output.line("{\"a\":1}".getBytes(UTF_8));
      output.line("{\"ä\":2}".getBytes(UTF_8));
    }

    assertThat(target.toString(UTF_8)).isEqualTo("{\"a\":1}\n{\"ä\":2}\n");
  }

  @Test
  void nothingIsWrittenByteByByte() {
    int[] writes = {0};
    OutputStream target =
        new OutputStream() {
          @Override
          public void write(int b) {
            writes[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes[0]++;
          }
        };
    try (DataOutput output = new DataOutput("standard output", target)) {
      for (int i = 0; i < 1_000; i++) {
        output.line(new byte[100]);
      }
    }

    assertThat(writes[0]).isLessThanOrEqualTo(3);
  }

  @Test
  void aReaderThatWentAwayIsTold() {
    DataOutput output = new DataOutput("standard output", refusing("Broken pipe"));
    output.line(new byte[1]);

    assertThatThrownBy(output::flush).isInstanceOf(DataOutput.BrokenPipe.class);
  }

  @Test
  void aFullDiskIsAFailureThatNamesTheTarget() {
    DataOutput output = new DataOutput("failed.jsonl", refusing("No space left on device"));
    output.line(new byte[1]);

    assertThatThrownBy(output::flush)
        .isInstanceOf(Failure.class)
        .hasMessage("failed.jsonl: cannot be written: No space left on device");
  }

  private static OutputStream refusing(String reason) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(reason);
      }
    };
  }
}
