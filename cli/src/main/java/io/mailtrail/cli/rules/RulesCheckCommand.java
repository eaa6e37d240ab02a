package io.mailtrail.cli.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Streams;
import io.mailtrail.cli.coverage.SearchClient;
import io.mailtrail.cli.offline.RecordInput;
import io.mailtrail.cli.rules.Finding.Status;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code mailtrail rules check}: whether every rule can be used, and if not, why. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Say of each rule whether it is ok, unseen (possible, but nothing like it is among the events"
          + " given), dead (no record of this feed can match it) or refused, and why.",
      "A rule is called ok or unseen only if it fired on records that were made for it.",
      "Exit code 3 if one was refused."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail rules check",
      "  mailtrail rules check --index my-rules",
      "  mailtrail rules check --events AuditLog.csv sigma/rules/cloud/m365 sigma/rules/cloud/azure"
    })
final class RulesCheckCommand implements Callable<Integer> {
  @ParentCommand private RulesCommand rulesCommand;
  @Spec private CommandSpec spec;
  @Mixin private RuleFolders folders;

  @Option(names = "--json", description = "One JSON line for each rule.")
  private boolean json;

  @Option(names = "--records", description = "With --json: the records made for each rule, too.")
  private boolean records;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "Exported records that tell what has been observed; may be repeated.")
  private List<String> events = new ArrayList<>();

  @Option(
      names = "--index",
      description = "Every event that the running stack has indexed tells what has been observed.")
  private boolean index;

  @Option(
      names = "--opensearch",
      paramLabel = "URL",
      defaultValue = "${env:MAILTRAIL_OPENSEARCH_URL:-http://127.0.0.1:9200}",
      description =
          "Where its OpenSearch listens (default: $$MAILTRAIL_OPENSEARCH_URL, else"
              + " http://127.0.0.1:9200). $$MAILTRAIL_OPENSEARCH_USER and _PASSWORD sign in.")
  private URI openSearch;

  @Option(
      names = "--content-types",
      split = ",",
      paramLabel = "TYPE",
      description = "Content types that are subscribed to (default: all).")
  private Set<String> contentTypes = new LinkedHashSet<>();

  @Override
  public Integer call() {
    Streams streams = rulesCommand.main().streams();
    List<RuleSource> sources = folders.sources();
    RuleSet rules = RuleSet.load(sources);
    Lookups lookups = Lookups.bundled();
    Observed observed = events.isEmpty() && !index ? null : observe(rules, lookups, streams);
    List<Finding> findings =
        new RuleChecker(sources, rules, subscribed(), lookups, observed).check();
    DataOutput out = DataOutput.standard(streams);
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    for (Finding finding : findings) {
      counts.merge(finding.status(), 1, Integer::sum);
      out.line(
          json
              ? Json.bytes(records ? finding : finding.withoutRecords())
              : finding.line().getBytes(UTF_8));
    }
    out.flush();
    List<String> summary =
        Arrays.stream(Status.values())
            .map(status -> counts.getOrDefault(status, 0) + " " + status.word())
            .toList();
    streams.err().println(findings.size() + " rules: " + String.join(", ", summary));
    return rules.errors().isEmpty() ? Exit.OK : Exit.REFUSED;
  }

  private Set<String> subscribed() {
    List<String> known = Arrays.stream(ContentType.values()).map(ContentType::wireName).toList();
    for (String name : contentTypes) {
      if (!known.contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "no content type is called " + name + "; there are " + String.join(", ", known));
      }
    }
    return contentTypes.isEmpty() ? Set.copyOf(known) : contentTypes;
  }

  private Observed observe(RuleSet rules, Lookups lookups, Streams streams) {
    Observed observed = new Observed(rules);
    if (index) {
      long read = indexed().read(observed::see);
      streams.err().println(read + " events are indexed");
    }
    if (!events.isEmpty()) {
      observeFiles(observed, lookups, streams);
    }
    return observed;
  }

  private IndexedEvents indexed() {
    return new IndexedEvents(
        new SearchClient(
            openSearch,
            System.getenv().getOrDefault("MAILTRAIL_OPENSEARCH_USER", ""),
            System.getenv().getOrDefault("MAILTRAIL_OPENSEARCH_PASSWORD", "")));
  }

  private void observeFiles(Observed observed, Lookups lookups, Streams streams) {
    Normaliser normaliser = new Normaliser(lookups);
    new RecordInput(streams.in(), FileOptions.NONE, "", Instant.now())
        .read(
            events,
            streams.err(),
            new RecordInput.Receiver() {
              @Override
              public void record(RawRecord record) {
                if (normaliser.normalise(record) instanceof Outcome.Normalised normalised) {
                  observed.see(normalised.event());
                }
              }

              @Override
              public void refused(FailedRecord failed) {
                streams.err().println("not read: " + failed.message());
              }
            });
  }
}
