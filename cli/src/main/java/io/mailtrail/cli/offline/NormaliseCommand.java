package io.mailtrail.cli.offline;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.cli.Streams;
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

/** {@code mailtrail normalise}: exported records in, events out, no server. */
@Command(
    name = "normalise",
    mixinStandardHelpOptions = true,
    description = {
      "Print the events of exported records, as JSON lines in the order of the input.",
      "Reads Purview CSV, JSON, SearchResult.xml and Search-MailboxAuditLog CSV, in gz and zip too;",
      "needs no server."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail normalise AuditLog.csv > events.jsonl",
      "  mailtrail normalise --failed failed.jsonl *.csv > events.jsonl",
      "  unzip -p export.zip | mailtrail normalise - | jq .user.email"
    })
public final class NormaliseCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;
  @Mixin private InputOptions input;
  @Mixin private LookupOptions lookups;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Exported files, folders of such; - is stdin.")
  private List<String> files;

  @Option(
      names = "--failed",
      paramLabel = "FILE",
      description = "Where refused records go, as JSON lines (default: standard error).")
  private Path failedFile;

  @Override
  public Integer call() {
    Streams streams = main.streams();
    DataOutput out = DataOutput.standard(streams);
    Normaliser normaliser = new Normaliser(lookups.lookups());
    try (FailedOutput failed = FailedOutput.open(failedFile, streams)) {
      new RecordInput(streams.in(), input.options(), input.tenant(), Instant.now())
          .read(files, streams.err(), new Events(normaliser, out, failed));
      out.flush();
      return failed.count() == 0 ? Exit.OK : Exit.REFUSED;
    }
  }

  private record Events(Normaliser normaliser, DataOutput out, FailedOutput failed)
      implements RecordInput.Receiver {
    @Override
    public void record(RawRecord record) {
      Outcome outcome = normaliser.normalise(record);
      if (outcome instanceof Outcome.Normalised normalised) {
        out.line(normalised.event().json());
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
