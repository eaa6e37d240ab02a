package io.mailtrail.cli.offline;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.cli.Streams;
import io.mailtrail.cli.rules.RuleFiles;
import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.RuleFailure;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.model.Alert;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail detect}: exported records in, settled alerts out, no server. */
@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Print the alerts of exported records, as JSON lines. The end of the input settles them.",
      "Files may overlap, and their order does not matter. Needs no server."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail detect AuditLog.csv",
      "  mailtrail detect --rules my-rules sign-ins.csv mailboxes.jsonl > alerts.jsonl"
    })
public final class DetectCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;
  @Mixin private InputOptions input;
  @Mixin private LookupOptions lookups;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Exported files, folders of such; - is stdin.")
  private List<String> files;

  @Option(
      names = "--rules",
      paramLabel = "DIR",
      description = "Folder of Sigma rules (default: the bundled rules).")
  private Path folder;

  @Option(
      names = "--failed",
      paramLabel = "FILE",
      description = "Where refused records go, as JSON lines (default: standard error).")
  private Path failedFile;

  @Override
  public Integer call() {
    Streams streams = main.streams();
    RuleSet rules = RuleSet.load(RuleFiles.sources(folder == null ? List.of() : List.of(folder)));
    rules.errors().forEach(error -> streams.err().println("rule refused: " + error));
    OfflineDetector detector = new OfflineDetector(rules);
    Normaliser normaliser = new Normaliser(lookups.lookups());
    try (FailedOutput failed = FailedOutput.open(failedFile, streams)) {
      new RecordInput(streams.in(), input.options(), input.tenant(), Instant.now())
          .read(files, streams.err(), new Detection(normaliser, detector, failed));
      boolean allRulesRan = settle(detector, streams) && rules.errors().isEmpty();
      return failed.count() == 0 && allRulesRan ? Exit.OK : Exit.REFUSED;
    }
  }

  /**
   * Prints the alerts, and names each rule that was switched off on the way: what it would have
   * found behind that is not among them.
   *
   * @return whether every rule ran to the end
   */
  static boolean settle(OfflineDetector detector, Streams streams) {
    DataOutput out = DataOutput.standard(streams);
    for (Alert alert : detector.settleAll()) {
      out.line(alert.toBytes());
    }
    out.flush();
    for (RuleFailure failure : detector.failures()) {
      streams.err().println("rule switched off: " + failure.rule() + ": " + failure.what());
    }
    return detector.failures().isEmpty();
  }

  private record Detection(Normaliser normaliser, OfflineDetector detector, FailedOutput failed)
      implements RecordInput.Receiver {
    @Override
    public void record(RawRecord record) {
      Outcome outcome = normaliser.normalise(record);
      if (outcome instanceof Outcome.Normalised normalised) {
        detector.accept(normalised.event());
      } else {
        failed.add(((Outcome.Rejected) outcome).failed());
      }
    }

    @Override
    public void refused(FailedRecord refused) {
      failed.add(refused);
    }
  }
}
