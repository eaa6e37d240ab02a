package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code mailtrail}, in a small checkout of its own: the Maven and the Java that it
 * finds are scripts that write down what they were called with, so nothing is built and nothing
 * downloaded.
 */
class ScriptTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private Path checkout;
  private Path tools;

  @BeforeEach
  void layOut() throws IOException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash here");
    checkout = Files.createDirectories(folder.resolve("a checkout"));
    Files.copy(PROJECT.resolve("mailtrail"), checkout.resolve("mailtrail"));
    executable(checkout.resolve("mailtrail"));
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    source("cli/src/main/java/A.java");
    tools = Files.createDirectories(folder.resolve("tools"));
    jdk("17.0.1");
    maven(
        "echo '[INFO] Building Mailtrail :: cli 0.1.0-SNAPSHOT   [1/1]'; sleep 0.5; mkdir -p cli/target/lib;"
            + " echo own >cli/target/mailtrail-cli-1.jar; echo lib >cli/target/lib/library-1.jar;"
            + " echo model >cli/target/lib/mailtrail-model-1.jar");
  }

  @Test
  void buildsWhatIsMissingThenRunsWithoutBuilding() throws Exception {
    Ran first = mailtrail(checkout, "detect", "export.csv");
    assertThat(first.exit()).isZero();
    assertThat(first.err()).contains("building 1/1 cli");
    assertThat(first.out()).endsWith("io.mailtrail.cli.MailtrailMain\ndetect\nexport.csv\n");

    Ran second = mailtrail(checkout, "detect", "export.csv");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
  }

  @Test
  void buildsAgainWhenASourceChangesOrGoes() throws Exception {
    mailtrail(checkout, "detect");
    Path source = source("cli/src/main/java/B.java");
    assertThat(mailtrail(checkout, "detect").err()).contains("built in");
    assertThat(mailtrail(checkout, "detect").err()).isEmpty();

    Files.delete(source);
    assertThat(mailtrail(checkout, "detect").err()).contains("built in");
  }

  @Test
  void jarsOfAnEarlierBuildAreLeftBehind() throws Exception {
    mailtrail(checkout, "detect");
    maven(
        "mkdir -p cli/target/lib; echo own >cli/target/mailtrail-cli-2.jar;"
            + " echo lib >cli/target/lib/library-2.jar; echo m >cli/target/lib/mailtrail-model-2.jar");
    source("cli/src/main/java/B.java");
    mailtrail(checkout, "detect");

    Path apps = checkout.resolve(".mailtrail/app");
    Path current = apps.resolve(Files.readString(apps.resolve("current")).strip());
    try (Stream<Path> jars = Files.list(current)) {
      assertThat(jars.map(jar -> jar.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "mailtrail-cli-2.jar", "library-2.jar", "mailtrail-model-2.jar");
    }
  }

  @Test
  void testsAndDocumentationAreNoReasonToBuild() throws Exception {
    source("rules/README.md");
    mailtrail(checkout, "detect");
    source("cli/src/test/java/ATest.java");
    source("rules/README.md");

    assertThat(mailtrail(checkout, "detect").err()).doesNotContain("built");
  }

  @Test
  void passesArgumentsOnAsTheyAre() throws Exception {
    Ran ran = mailtrail(checkout, "normalise", "two  blanks", "", "*", "it's", "$HOME");

    assertThat(ran.out()).endsWith("normalise\ntwo  blanks\n\n*\nit's\n$HOME\n");
  }

  @Test
  void worksFromAnyFolderThroughSymbolicLinks() throws Exception {
    Files.createSymbolicLink(folder.resolve("first"), checkout.resolve("mailtrail"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));

    Ran ran = run(tools, List.of(second.toString(), "--version"), Map.of());

    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("-Dmailtrail.home=" + checkout.toRealPath());
  }

  @Test
  void theExitCodeIsThatOfTheCommand() throws Exception {
    executable(
        Files.writeString(
            tools.resolve("jdk/bin/java"), "#!/bin/bash\necho failing >&2\nexit 3\n"));

    Ran ran = mailtrail(checkout, "normalise", "-");

    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).contains("failing");
  }

  @Test
  void aFailedBuildShowsWhyAndWhereTheRestIs() throws Exception {
    maven("echo '[INFO] much'; echo '[ERROR] A.java:[1,1] it does not compile'; exit 1");

    Ran ran = mailtrail(checkout, "detect");

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("it does not compile", "the build failed", ".mailtrail/build.log")
        .doesNotContain("much");
  }

  @Test
  void anOldJdkIsNotTaken() throws Exception {
    jdk("1.8.0_402");

    Ran ran = mailtrail(checkout, "--version");

    // The old one would have written down its arguments. Another may be on this machine, or none.
    assertThat(ran.out()).isEmpty();
    assertThat(ran.exit()).isEqualTo(1);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    maven(
        "echo built >>built; sleep 1; mkdir -p cli/target/lib; echo own >cli/target/mailtrail-cli-1.jar;"
            + " echo lib >cli/target/lib/library-1.jar; echo m >cli/target/lib/mailtrail-model-1.jar");
    Process other = start(checkout, List.of("./mailtrail", "detect"), Map.of(), "other");
    Ran one = mailtrail(checkout, "detect");

    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(one.exit()).isZero();
    assertThat(other.exitValue()).isZero();
    assertThat(Files.readAllLines(checkout.resolve("built"))).hasSize(1);
  }

  @Test
  void everyScriptIsSoundBash() throws Exception {
    for (String script : List.of("mailtrail", "deploy/entrypoint", "deploy/healthcheck")) {
      Ran ran = run(PROJECT, List.of("/bin/bash", "-n", script), Map.of());
      assertThat(ran.exit()).as(ran.err()).isZero();
    }
  }

  private record Ran(int exit, String out, String err) {}

  private Ran mailtrail(Path directory, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("./mailtrail"));
    command.addAll(List.of(args));
    return run(directory, command, Map.of());
  }

  private Ran run(Path directory, List<String> command, Map<String, String> more) throws Exception {
    Process process = start(directory, command, more, "main");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(
        process.exitValue(),
        Files.readString(folder.resolve("main.out")),
        Files.readString(folder.resolve("main.err")));
  }

  private Process start(Path directory, List<String> command, Map<String, String> more, String name)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().put("JAVA_HOME", tools.resolve("jdk").toString());
    builder.environment().remove("MAILTRAIL_JAVA_OPTS");
    builder.environment().remove("MAILTRAIL_NO_BUILD");
    builder.environment().putAll(more);
    return builder.start();
  }

  /** A Java that prints each of its arguments on a line. */
  private void jdk(String version) throws IOException {
    Path bin = Files.createDirectories(tools.resolve("jdk/bin"));
    Files.writeString(tools.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
    executable(Files.writeString(bin.resolve("java"), "#!/bin/bash\nprintf '%s\\n' \"$@\"\n"));
    executable(Files.writeString(bin.resolve("javac"), "#!/bin/bash\n"));
  }

  private void maven(String does) throws IOException {
    executable(Files.writeString(tools.resolve("mvn"), "#!/bin/bash\n" + does + "\n"));
  }

  private Path source(String name) throws IOException {
    Path source = checkout.resolve(name);
    Files.createDirectories(source.getParent());
    return Files.write(source, "source".getBytes(UTF_8));
  }

  private static void executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
