package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenSearchChoiceTest {
  private static final Jdk JAVA_17 = jdk(17);
  private static final Jdk JAVA_21 = jdk(21);
  private static final Jdk JAVA_25 = jdk(25);
  private static final Jdk JAVA_27 = jdk(27);

  @Test
  void takesTheNewestLineWhereAnyJdkCanRunIt() {
    OpenSearchChoice choice = choose(JAVA_17, JAVA_25, JAVA_21);

    assertThat(choice.line()).isEqualTo(OpenSearchLine.V3);
    assertThat(choice.jdk()).isEqualTo(JAVA_25);
    assertThat(choice.why())
        .isEqualTo(
            "OpenSearch %s on Java 25 (/jdk/25), the newest that a JDK of this machine can run",
            OpenSearchLine.V3.version());
  }

  @Test
  void fallsBackToTheOlderLineOnOurOwnJdk() {
    OpenSearchChoice choice = choose(JAVA_17);

    assertThat(choice.line()).isEqualTo(OpenSearchLine.V2);
    assertThat(choice.jdk()).isEqualTo(JAVA_17);
    assertThat(choice.why())
        .isEqualTo(
            "OpenSearch %s on Java 17 (/jdk/17), because OpenSearch 3 needs Java 21 to 26 and"
                + " none was found (set OPENSEARCH_JAVA_HOME if there is one)",
            OpenSearchLine.V2.version());
  }

  @Test
  void passesOverAJavaThatIsTooNewForTheLine() {
    assertThat(choose(JAVA_27, JAVA_21).jdk()).isEqualTo(JAVA_21);
    assertThat(choose(JAVA_27, JAVA_17).line()).isEqualTo(OpenSearchLine.V2);
    assertThat(choose(JAVA_27, JAVA_17).jdk()).isEqualTo(JAVA_17);
  }

  @Test
  void saysWhichJavaEitherLineNeedsWhereNoneOfThemCanRun() {
    assertThatThrownBy(() -> choose(JAVA_27))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "OpenSearch needs Java 21 to 26 (%s) or Java 11 to 23 (%s), and only Java [27] was"
                + " found: install such a JDK, or set OPENSEARCH_JAVA_HOME to its folder.",
            OpenSearchLine.V3.version(), OpenSearchLine.V2.version());
  }

  @Test
  void doesNotRunTheNewestLineOnAJavaThatLacksItsModules() {
    Jdk trimmed = new Jdk(Path.of("/jdk/trimmed"), 25, Set.of("java.base"));
    Jdk complete =
        new Jdk(
            Path.of("/jdk/complete"),
            25,
            Set.of("java.base", "java.instrument", "jdk.incubator.vector", "jdk.unsupported"));

    assertThat(choose(trimmed, JAVA_17).line()).isEqualTo(OpenSearchLine.V2);
    assertThat(choose(trimmed, complete).jdk()).isEqualTo(complete);
  }

  @Test
  void doesWhatIsAskedFor() {
    OpenSearchChoice choice =
        OpenSearchChoice.make(
            Optional.of(OpenSearchLine.V2), Optional.empty(), List.of(JAVA_25, JAVA_17));

    assertThat(choice.line()).isEqualTo(OpenSearchLine.V2);
    assertThat(choice.jdk()).isEqualTo(JAVA_17);
    assertThat(choice.why()).endsWith(", because it was asked for");
  }

  @Test
  void saysWhatIsMissingForWhatIsAskedFor() {
    assertThatThrownBy(
            () ->
                OpenSearchChoice.make(
                    Optional.of(OpenSearchLine.V2), Optional.empty(), List.of(JAVA_25)))
        .isInstanceOf(ServerException.class)
        .hasMessage(
            "OpenSearch %s needs Java 11 to 23, and only Java [25] was found: install"
                + " such a JDK, or set OPENSEARCH_JAVA_HOME to its folder.",
            OpenSearchLine.V2.version());
  }

  @Test
  void theDemandedJdkDecidesTheLine() {
    OpenSearchChoice choice =
        OpenSearchChoice.make(Optional.empty(), Optional.of(JAVA_17), List.of(JAVA_25, JAVA_17));

    assertThat(choice.line()).isEqualTo(OpenSearchLine.V2);
    assertThat(choice.why()).endsWith("and OPENSEARCH_JAVA_HOME has Java 17");
    assertThatThrownBy(
            () ->
                OpenSearchChoice.make(
                    Optional.of(OpenSearchLine.V3), Optional.of(JAVA_17), List.of(JAVA_25)))
        .hasMessageContaining("needs Java 21 to 26, and OPENSEARCH_JAVA_HOME has Java 17");
  }

  private static OpenSearchChoice choose(Jdk... found) {
    return OpenSearchChoice.make(Optional.empty(), Optional.empty(), List.of(found));
  }

  private static Jdk jdk(int feature) {
    return new Jdk(Path.of("/jdk/" + feature), feature, Set.of());
  }
}
