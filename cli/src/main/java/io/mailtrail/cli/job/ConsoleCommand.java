package io.mailtrail.cli.job;

import io.javalin.util.JavalinBindException;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.dashboards.Console;
import io.mailtrail.dashboards.ConsoleConfig;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail console}: the pages that analysts look at. */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = {
      "Serve the console: search, alerts, collection.",
      "It has no sign-in, so it listens on loopback unless told otherwise. Ends on Ctrl-C or"
          + " SIGTERM."
    })
public final class ConsoleCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;
  @Mixin private ProcessOptions options;

  @Override
  public Integer call() throws InterruptedException {
    ConsoleConfig config = ConsoleConfig.from(options.settings());
    try (Console console = start(config)) {
      Runtime.getRuntime().addShutdownHook(new Thread(console::close, "stop-console"));
      main.streams().err().println("console: " + console.uri());
      // Until the process is told to stop.
      new CountDownLatch(1).await();
    }
    return Exit.OK;
  }

  private static Console start(ConsoleConfig config) {
    try {
      return Console.start(config);
    } catch (JavalinBindException e) {
      throw new Failure(
          "port " + config.listenPort() + " of " + config.listenHost() + " is taken", e);
    }
  }
}
