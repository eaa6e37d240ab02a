package io.mailtrail.cli.demo;

import io.mailtrail.cli.Exit;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail demo}: the whole pipeline on this machine, with a simulated tenant. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Run the whole pipeline here: real Kafka, real OpenSearch, the three jobs, a simulated"
          + " tenant.",
      "Ctrl-C ends everything that it started."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail demo                go on with new activity until Ctrl-C",
      "  mailtrail demo --once         play thirty days, prove the result, one JSON line last"
    })
public final class DemoCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;

  @Option(
      names = "--once",
      description =
          "Play the history, wait until all is settled, compare it with the truth; exit code 1 and"
              + " a sentence for whatever is wrong.")
  private boolean once;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of the tenant: the same seed, the same tenant (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "300",
      description = "People in the tenant, 60 to 5000 (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description =
          "Data of this run; emptied at the start (default: .mailtrail/demo in the checkout).")
  private Path folder;

  @Option(
      names = "--console-port",
      paramLabel = "PORT",
      defaultValue = "8480",
      description = "Port of the console; another one if it is taken (default: ${DEFAULT-VALUE}).")
  private int consolePort;

  @Option(
      names = "--flink-port",
      paramLabel = "PORT",
      defaultValue = "8481",
      description = "Port of Flink's page; another one if it is taken (default: ${DEFAULT-VALUE}).")
  private int flinkPort;

  @Option(
      names = "--break",
      paramLabel = "WHAT",
      split = ",",
      description =
          "With --once: break something, to see that it is noticed (drop_blob, delete_document,"
              + " remove_step).")
  private Set<Sabotage> sabotage = EnumSet.noneOf(Sabotage.class);

  @Override
  public Integer call() throws Exception {
    main.quietDrift();
    Narrator narrator = new Narrator(main.streams().err(), main.streams().terminal());
    try (DemoFolder taken =
        DemoFolder.take(
            folder == null ? defaultFolder() : folder.toAbsolutePath().normalize(),
            narrator::status)) {
      return run(
          new DemoOptions(taken.path(), seed, users, once, consolePort, flinkPort, sabotage),
          narrator);
    }
  }

  private int run(DemoOptions options, Narrator narrator) throws Exception {
    DemoStack stack = DemoStack.of(options, narrator);
    Thread stop = new Thread(() -> interrupted(stack, narrator), "stop-demo");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      DemoRun run = new DemoRun(options, narrator);
      if (once) {
        return report(run.once(stack), narrator);
      }
      run.live(stack);
      return Exit.OK;
    } catch (IOException | RuntimeException e) {
      if (stack.isEnding()) {
        return Exit.FAILED; // the hook is at work: what fails now fails because of it
      }
      throw e;
    } finally {
      stack.close();
    }
  }

  /** Ctrl-C or SIGTERM: the process ends when this is done. */
  private static void interrupted(DemoStack stack, Narrator narrator) {
    if (!stack.isEnding()) {
      narrator.say("ending everything that was started");
      stack.close();
      narrator.say("all of it has ended");
    }
  }

  private int report(Verdict verdict, Narrator narrator) throws IOException {
    verdict.notes().forEach(note -> narrator.print("NOTE   " + note));
    for (String problem : verdict.problems()) {
      narrator.print("WRONG  " + problem);
    }
    narrator.say(
        verdict.passed()
            ? "every record is accounted for, every takeover has its alerts, every alert its reason"
            : verdict.problems().size() == 1
                ? "one thing is wrong"
                : verdict.problems().size() + " things are wrong");
    main.streams()
        .out()
        .write(
            (Json.mapper().writeValueAsString(verdict.summary()) + "\n")
                .getBytes(StandardCharsets.UTF_8));
    main.streams().out().flush();
    return verdict.passed() ? Exit.OK : Exit.FAILED;
  }

  private static Path defaultFolder() {
    return Path.of(System.getProperty("mailtrail.home", "."))
        .toAbsolutePath()
        .resolve(".mailtrail")
        .resolve("demo");
  }
}
