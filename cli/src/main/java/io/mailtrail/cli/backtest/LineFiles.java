package io.mailtrail.cli.backtest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.Failure;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink into files of a folder, one for each writer, and what reads them again when the job has
 * ended. What one writer was given keeps its order.
 *
 * @param <T> what is written
 * @param folder of the files; made when the first is written
 * @param lines makes the lines of one writer
 */
record LineFiles<T>(String folder, LineFiles.Lines<T> lines) implements Sink<T> {

  /**
   * Says how things become lines.
   *
   * @param <T> the things
   */
  @FunctionalInterface
  interface Lines<T> extends Serializable {
    Writing<T> begin();
  }

  /**
   * The lines of one writer.
   *
   * @param <T> the things
   */
  interface Writing<T> {
    /** The line of one thing, or null where it is only counted. */
    byte[] line(T thing);

    /** The last line, or null. */
    default byte[] end() {
      return null;
    }
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) throws IOException {
    Files.createDirectories(Path.of(folder));
    Path file = Files.createTempFile(Path.of(folder), "", ".jsonl");
    return new Writer<>(new BufferedOutputStream(Files.newOutputStream(file)), lines.begin());
  }

  /**
   * Reads every line of every file.
   *
   * @throws Failure if one cannot be read
   */
  static void read(Path folder, Consumer<byte[]> line) {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
          for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line.accept(text.getBytes(UTF_8));
          }
        }
      }
    } catch (IOException e) {
      throw Failure.file(folder, e);
    }
  }

  private static final class Writer<T> implements SinkWriter<T> {
    private final OutputStream out;
    private final Writing<T> writing;

    Writer(OutputStream out, Writing<T> writing) {
      this.out = out;
      this.writing = writing;
    }

    @Override
    public void write(T thing, Context context) throws IOException {
      put(writing.line(thing));
    }

    @Override
    public void flush(boolean endOfInput) throws IOException {
      if (endOfInput) {
        put(writing.end());
      }
      out.flush();
    }

    private void put(byte[] line) throws IOException {
      if (line != null) {
        out.write(line);
        out.write('\n');
      }
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
