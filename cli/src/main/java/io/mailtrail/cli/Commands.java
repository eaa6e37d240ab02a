package io.mailtrail.cli;

import io.mailtrail.model.config.ConfigException;
import io.mailtrail.testbed.server.ServerException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Builds the command line: the verbs, how errors are said, which exit code they give. */
final class Commands {
  private Commands() {}

  static CommandLine commandLine(Streams streams) {
    MailtrailCommand main = new MailtrailCommand(streams);
    CommandLine commandLine =
        new CommandLine(main)
            .setOut(
                new PrintWriter(
                    new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), true))
            .setErr(streams.err())
            .setUsageHelpAutoWidth(true)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setAbbreviatedOptionsAllowed(false)
            .setParameterExceptionHandler(Commands::usageError)
            .setExecutionExceptionHandler((e, where, parsed) -> executionError(main, streams, e));
    commandLine
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, VerbList::render);
    commandLine.setExecutionStrategy(parsed -> run(main, parsed));
    return commandLine;
  }

  private static int run(MailtrailCommand main, ParseResult parsed) {
    main.applyLogLevel();
    return new CommandLine.RunLast().execute(parsed);
  }

  /** One sentence and where to read more, instead of a page of usage that hides the sentence. */
  private static int usageError(ParameterException e, String[] args) {
    CommandLine where = e.getCommandLine();
    PrintWriter err = where.getErr();
    err.println("mailtrail: " + sentence(e.getMessage()));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println(Ansi.AUTO.string("Try '" + where.getCommandSpec().qualifiedName() + " --help'."));
    return Exit.USAGE;
  }

  private static int executionError(MailtrailCommand main, Streams streams, Exception e) {
    if (e instanceof DataOutput.BrokenPipe) {
      return Exit.BROKEN_PIPE;
    }
    PrintWriter err = streams.err();
    if (e instanceof ConfigException config) {
      err.println("mailtrail: the configuration cannot be used:");
      config.problems().forEach(problem -> err.println("  " + problem));
    } else if (e instanceof ServerException server) {
      sentenceAndLogs(server.getMessage(), err);
    } else {
      err.println("mailtrail: " + sentence(describe(e)));
    }
    if (main.debug()) {
      e.printStackTrace(err);
    } else if (!isExpected(e)) {
      err.println("This is a bug or an unknown condition; --debug shows where it came from.");
    }
    return Exit.FAILED;
  }

  private static boolean isExpected(Exception e) {
    return e instanceof Failure
        || e instanceof ConfigException
        || e instanceof ServerException
        || e instanceof IOException
        || e instanceof UncheckedIOException;
  }

  private static String describe(Exception e) {
    if (e instanceof UncheckedIOException unchecked) {
      return Failure.reason(unchecked.getCause());
    }
    if (e instanceof IOException io) {
      return Failure.reason(io);
    }
    if (e instanceof Failure) {
      return e.getMessage();
    }
    return e.getMessage() == null
        ? e.getClass().getName()
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** The end of a server's logs stays in lines: below the sentence, as it was written. */
  private static void sentenceAndLogs(String message, PrintWriter err) {
    List<String> lines = message.strip().lines().toList();
    err.println("mailtrail: " + sentence(lines.get(0)));
    lines.stream().skip(1).forEach(err::println);
  }

  private static String sentence(String message) {
    String line = message.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.endsWith(".") || line.endsWith("?") || line.endsWith("!") ? line : line + ".";
  }
}
