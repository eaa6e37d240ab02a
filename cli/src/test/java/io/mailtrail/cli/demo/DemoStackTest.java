package io.mailtrail.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailtrail.cli.demo.DemoStack.Layer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the demo ends; its start needs real servers. */
class DemoStackTest {
  private final StringWriter err = new StringWriter();
  private final List<String> ended = new ArrayList<>();
  private final DemoStack stack =
      DemoStack.of(
          new DemoOptions(Path.of("nowhere"), 1, 60, false, 0, 0, Set.of()),
          new Narrator(new PrintWriter(err, true), false));

  private void open(Layer layer, String name) {
    AutoCloseable part = () -> ended.add(name);
    assertThat(stack.opened(layer, part)).isSameAs(part);
  }

  /** The servers come up last, side by side with Flink, and are needed until the end. */
  @Test
  void whatUsesOthersEndsBeforeThemInWhateverOrderTheyCameUp() {
    open(Layer.JOBS, "flink");
    open(Layer.FACES, "console");
    open(Layer.SERVERS, "opensearch");
    open(Layer.TENANT, "tenant");
    open(Layer.SERVERS, "kafka");
    open(Layer.FACES, "watch");

    stack.close();
    stack.close();

    assertThat(ended).containsExactly("watch", "console", "flink", "tenant", "kafka", "opensearch");
  }

  @Test
  void whatComesUpTooLateIsEndedAtOnce() {
    stack.close();

    assertThatThrownBy(() -> open(Layer.SERVERS, "kafka")).hasMessage("the demo is ending");
    assertThat(ended).containsExactly("kafka");
  }

  @Test
  void anEndThatWasAskedForIsNoFailureOfAPart() {
    stack.close();

    assertThat(stack.isEnding()).isTrue();
    assertThatThrownBy(stack::requireHealthy)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the demo is ending");
  }

  @Test
  void aPartThatDoesNotEndCleanlyIsNamedAndTheOthersEnd() {
    open(Layer.SERVERS, "kafka");
    AutoCloseable stubborn =
        () -> {
          throw new IOException("stuck");
        };
    stack.opened(Layer.JOBS, stubborn);

    stack.close();

    assertThat(ended).containsExactly("kafka");
    assertThat(err.toString()).contains("did not end cleanly: ", "stuck");
  }
}
