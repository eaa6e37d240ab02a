package io.mailtrail.benchmarks;

import com.sun.management.ThreadMXBean;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Matcher;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.Sink;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Limits;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * What the number of rules costs: records of the simulated tenant through the normaliser and the
 * matcher, in one thread, with 0 to 3,000 rules, all sizes in turn in one run.
 *
 * <p>Two series: rules made to fit these records (every rule asks for an operation or a workload
 * that occurs, and for a part of a value), and the public Sigma collection from a checkout, all of
 * whose log sources are taken to be ours, so that every rule is asked.
 *
 * <p>Arguments: records per measurement (default 100,000), rounds (default 5), folder of Sigma
 * rules (none: the first series only).
 */
public final class MatchThroughput {
  private static final int[] SIZES = {0, 1, 10, 100, 1_000, 3_000};
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Pattern LOG_SOURCE =
      Pattern.compile("(?m)^logsource:\\s*\\n(?:[ \\t].*\\n)*");

  private final List<RawRecord> records;
  private final Normaliser normaliser = new Normaliser(Lookups.bundled());
  private long hits;

  private MatchThroughput(List<RawRecord> records) {
    this.records = records;
  }

  private record Measure(double micros, double bytes, double hitsPerRecord) {}

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    List<RawRecord> records = records();
    MatchThroughput benchmark = new MatchThroughput(records);
    benchmark.series("rules made to fit", made(3_000), count, rounds);
    if (arguments.length > 2) {
      benchmark.series("SigmaHQ, all asked", sigma(Path.of(arguments[2])), count, rounds);
    }
  }

  /** A month of records, mixed, so that no branch is learned by heart. */
  private static List<RawRecord> records() {
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(1));
    List<byte[]> sample = new ArrayList<>();
    for (ContentBlob blob : tenant.allBlobs()) {
      sample.addAll(blob.records());
    }
    Collections.shuffle(sample, new Random(1));
    List<RawRecord> records = new ArrayList<>();
    long bytes = 0;
    for (byte[] value : sample.subList(0, Math.min(20_000, sample.size()))) {
      if (value.length <= Limits.MAX_RECORD_BYTES) {
        String id = RecordId.scan(value).recordId("").orElse("blob#" + records.size());
        records.add(
            new RawRecord(
                id,
                value,
                tenant.plan().tenantId(),
                Origin.API.wireName(),
                "Audit.General",
                "blob",
                records.size(),
                tenant.plan().anchor().toEpochMilli()));
        bytes += value.length;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d different records of %,d bytes on average%n",
        records.size(),
        bytes / records.size());
    return records;
  }

  private static List<RuleSource> made(int count) {
    Random random = new Random(2);
    String[] operations = {
      "UserLoggedIn", "MailItemsAccessed", "New-InboxRule", "Set-InboxRule", "FileAccessed", "Send",
      "Create", "Update", "SoftDelete", "UserLoginFailed", "Set-Mailbox", "FileDownloaded"
    };
    String[] fields = {"UserId", "ClientIP", "ObjectId", "user_agent.original", "Parameters"};
    List<RuleSource> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String field = fields[random.nextInt(fields.length)];
      String word = "w" + Integer.toString(random.nextInt(1 << 28), 36);
      String bound =
          i % 4 == 3
              ? "Workload: Exchange"
              : "Operation: " + operations[random.nextInt(operations.length)];
      rules.add(
          new RuleSource(
              "made-" + i,
              """
              title: Made %d
              id: made-%d
              logsource: {product: m365}
              detection:
                selection:
                  %s
                  %s|contains: [%s, x%s]
                filter:
                  UserId|startswith: svc-%s
                condition: selection and not filter
              """
                  .formatted(i, i, bound, field, word, word, word)));
    }
    return rules;
  }

  private static List<RuleSource> sigma(Path folder) throws IOException {
    List<RuleSource> rules = new ArrayList<>();
    for (RuleSource source : RuleSource.fromFolder(folder)) {
      String yaml = LOG_SOURCE.matcher(source.yaml()).replaceAll("logsource: {product: m365}\n");
      RuleSource rewritten = new RuleSource(source.name(), yaml);
      RuleSet alone = RuleSet.load(List.of(rewritten));
      if (alone.errors().isEmpty() && new Matcher(alone).size() == 1) {
        rules.add(rewritten);
      }
    }
    Collections.shuffle(rules, new Random(3));
    return rules;
  }

  private void series(String name, List<RuleSource> rules, int count, int rounds) {
    Map<Integer, Matcher> matchers = new LinkedHashMap<>();
    for (int size : SIZES) {
      if (size <= rules.size()) {
        matchers.put(size, new Matcher(RuleSet.load(rules.subList(0, size))));
      }
    }
    Map<Integer, Measure> best = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<Integer, Matcher> entry : matchers.entrySet()) {
        Measure measure = run(entry.getValue(), count);
        if (round > 0) {
          best.merge(entry.getKey(), measure, (a, b) -> a.micros() <= b.micros() ? a : b);
        }
      }
    }
    System.out.printf(Locale.ROOT, "%n%s, best of %d rounds%n", name, rounds);
    System.out.println(
        "| rules | CPU us/record | records/s per core | bytes/record | hits/record |");
    System.out.println("|---|---|---|---|---|");
    best.forEach(
        (size, m) ->
            System.out.printf(
                Locale.ROOT,
                "| %,d | %.2f | %,.0f | %,.0f | %.2f |%n",
                size,
                m.micros(),
                1e6 / m.micros(),
                m.bytes(),
                m.hitsPerRecord()));
  }

  private Measure run(Matcher matcher, int count) {
    long thread = Thread.currentThread().getId();
    Sink sink =
        new Sink() {
          @Override
          public void fact(Fact fact) {
            hits++;
          }

          @Override
          public void alert(Alert alert) {
            hits++;
          }
        };
    hits = 0;
    long allocated = THREADS.getThreadAllocatedBytes(thread);
    long cpu = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < count; i++) {
      Outcome outcome = normaliser.normalise(records.get(i % records.size()));
      if (outcome instanceof Outcome.Normalised normalised) {
        matcher.match(normalised.event(), sink);
      }
    }
    double micros = (THREADS.getCurrentThreadCpuTime() - cpu) / 1_000.0 / count;
    double bytes = (double) (THREADS.getThreadAllocatedBytes(thread) - allocated) / count;
    return new Measure(micros, bytes, (double) hits / count);
  }
}
