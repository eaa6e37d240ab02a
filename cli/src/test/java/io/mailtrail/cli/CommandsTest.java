package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.ServerException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** How the command line speaks: help, versions, errors in one sentence, exit codes. */
class CommandsTest {

  static List<String> verbs() {
    return List.copyOf(Commands.commandLine(Streams.ofProcess()).getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void everyVerbHasHelpWithADescription(String verb) {
    Cli.Result result = Cli.run(verb, "--help");

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.lines().get(0)).startsWith("Usage: mailtrail " + verb);
    CommandLine commandLine = Commands.commandLine(Streams.ofProcess()).getSubcommands().get(verb);
    assertThat(commandLine.getCommandSpec().usageMessage().description()).isNotEmpty();
  }

  @Test
  void theTopLevelHelpNamesEveryVerbAndExitCode() {
    Cli.Result result = Cli.run("--help");

    assertThat(result.exit()).isZero();
    verbs().forEach(verb -> assertThat(result.out()).contains(verb));
    assertThat(result.out()).contains("Exit codes:", "141");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    Cli.Result result = Cli.run("--version");

    assertThat(result.exit()).isZero();
    assertThat(result.lines().get(0)).matches("mailtrail \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void noVerbShowsHelpOnStandardErrorAndIsAUsageError() {
    Cli.Result result = Cli.run();

    assertThat(result.exit()).isEqualTo(Exit.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("The processes of the stack:");
  }

  @Test
  void aWrongOptionIsOneSentenceAndAHint() {
    Cli.Result result = Cli.run("topics", "--replicatoin", "3");

    assertThat(result.exit()).isEqualTo(Exit.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines().toList())
        .first()
        .asString()
        .startsWith("mailtrail: ")
        .contains("--replicatoin");
    assertThat(result.err()).contains("Try 'mailtrail topics --help'.").doesNotContain("Usage:");
  }

  @Test
  void theCompletionScriptKnowsTheVerbs() {
    Cli.Result result = Cli.run("generate-completion");

    assertThat(result.exit()).isZero();
    assertThat(result.out()).contains("import-dashboards", "mailtrail");
  }

  @Test
  void aFailureIsOneSentenceWithoutAStackTrace() {
    Cli.Result result = failing(new Failure("the broker is\n  away"));

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err().strip()).isEqualTo("mailtrail: the broker is away.");
  }

  @Test
  void theLogsOfAServerStandInLinesBelowTheSentence() {
    ServerException refused =
        catchThrowableOfType(
            ServerException.class,
            () -> new OpenSearchEndpoint.Answer(500, "no room\n  line 1\n  line 2").orThrow());

    Cli.Result result = failing(refused);

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err())
        .isEqualTo("mailtrail: OpenSearch refused with status 500: no room.\n  line 1\n  line 2\n");
  }

  @Test
  void everyProblemOfAConfigurationIsNamed() {
    Cli.Result result =
        failing(new ConfigException(List.of("a.b: is required", "c.d: must be true or false")));

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains("a.b: is required\n", "c.d: must be true or false\n");
  }

  @Test
  void aBugSaysSoAndHowToSeeWhere() {
    Cli.Result result = failing(new IllegalStateException("state"));

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err()).contains("IllegalStateException: state.", "--debug");
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void debugShowsTheStackTrace() {
    Cli.Result result = failing(new IllegalStateException("state"), "--debug");

    assertThat(result.err()).contains("\tat ");
  }

  @Test
  void aBrokenPipeEndsWithoutAWord() {
    Cli.Result result = failing(new DataOutput.BrokenPipe(new java.io.IOException("Broken pipe")));

    assertThat(result.exit()).isEqualTo(Exit.BROKEN_PIPE);
    assertThat(result.err()).isEmpty();
  }

  /** A verb that fails, hung into the real command line. */
  private static Cli.Result failing(RuntimeException failure, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Streams streams =
        new Streams(new ByteArrayInputStream(new byte[0]), out, new PrintWriter(err, true), false);
    CommandLine commandLine = Commands.commandLine(streams);
    commandLine.addSubcommand(new Failing(failure));
    commandLine
        .getSubcommands()
        .get("fail")
        .setExecutionExceptionHandler(commandLine.getExecutionExceptionHandler());
    String[] args = new String[options.length + 1];
    System.arraycopy(options, 0, args, 0, options.length);
    args[options.length] = "fail";
    int exit = commandLine.execute(args);
    return new Cli.Result(
        exit, out.toString(java.nio.charset.StandardCharsets.UTF_8), err.toString());
  }

  @Command(name = "fail")
  private static final class Failing implements Callable<Integer> {
    private final RuntimeException failure;

    Failing(RuntimeException failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() {
      throw failure;
    }
  }
}
