package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.CollectionProof;
import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.enrich.CorrelateHarness.Backend;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Collected;
import io.mailtrail.model.Alert.Coverage;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.EventFields;
import io.mailtrail.model.ProgressMarker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The operators of the job settle what the offline detector finds, to the byte: for rule sets by
 * chance, records in any order inside the horizon, again and again, in copies that differ, through
 * checkpoints, crashes and other numbers of tasks.
 */
class EveryOrderTest {
  private static final long HOUR = 3_600_000;
  private static final long START = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final int LATENESS_HOURS = 8;
  private static final int HOURS = 14;

  /** Factor on the number of orders; {@code -Dmailtrail.orders=25} is a thousand on the heap. */
  private static final int ORDERS = Integer.getInteger("mailtrail.orders", 1);

  private static final long SEED = Long.getLong("mailtrail.seed", 20260301);

  @ParameterizedTest
  @EnumSource(Backend.class)
  void whateverTheOrderTheJobSettlesWhatTheOfflineDetectorFinds(Backend backend) throws Exception {
    int tries = ORDERS * (backend == Backend.HEAP ? 40 : 4);
    int found = 0;
    for (int i = 0; i < tries; i++) {
      long seed = SEED + 7_919L * i;
      found += check(backend, seed);
    }
    assertThat(found).as("what was compared").isGreaterThan(tries);
  }

  private static int check(Backend backend, long seed) throws Exception {
    Random random = new Random(seed);
    RuleTexts rules = RandomRules.of(random);
    List<Copy> history = history(random);
    List<String> expected = offline(rules, history);
    Run run = new Run(backend, rules, random);
    assertThat(run.settled(history))
        .as("seed %d, rules %s, history %s", seed, rules.rules(), history)
        .containsExactlyInAnyOrderElementsOf(expected);
    return expected.size();
  }

  private static List<String> offline(RuleTexts rules, List<Copy> history) {
    RuleSet loaded = RuleSet.load(rules.rules().stream().map(RuleText::asSource).toList());
    assertThat(loaded.errors()).isEmpty();
    OfflineDetector detector = new OfflineDetector(loaded, CollectionProof.BY_WATERMARK);
    history.forEach(detector::accept);
    assertThat(detector.failures()).isEmpty();
    return detector.settleAll().stream().map(EveryOrderTest::text).toList();
  }

  /**
   * All of it but the aliases, which tell what had been published before, and what an alert of one
   * record, which waits for nothing, could say of collection when it came.
   */
  private static String text(Alert alert) {
    Coverage coverage =
        Run.isOfOneRecord(alert)
            ? new Coverage(alert.first(), alert.last(), Collected.UNKNOWN)
            : alert.coverage();
    return new String(
        alert.with(alert.status(), List.of(), alert.explanation(), coverage).toBytes(), UTF_8);
  }

  private static List<Copy> history(Random random) {
    List<Copy> history = new ArrayList<>();
    int records = random.nextInt(24);
    for (int i = 0; i < records; i++) {
      Copy copy = Copy.of("r" + i, random.nextInt(HOURS), "api", random);
      history.add(copy);
      if (random.nextInt(8) == 0) {
        history.add(Copy.of(copy.id(), copy.hour(), "api", random));
      }
      if (random.nextInt(4) == 0) {
        history.add(Copy.of(copy.id(), copy.hour(), "audit-data", random));
      }
      if (random.nextInt(8) == 0) {
        history.add(Copy.of(copy.id(), copy.hour(), "mailbox-export", random));
      }
    }
    Collections.shuffle(history, random);
    return history;
  }

  /** One copy of a record. */
  private record Copy(String id, int hour, String origin, Map<String, String> fields)
      implements EventFields {
    static Copy of(String id, int hour, String origin, Random random) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put("Operation", List.of("A", "A", "B", "C", "D").get(random.nextInt(5)));
      fields.put("V", "v" + random.nextInt(3));
      fields.put("user.email", "u" + random.nextInt(2));
      fields.put("source.ip", "10.0.0." + random.nextInt(2));
      fields.put("target", "u" + random.nextInt(2));
      fields.put("mailtrail.origin", origin);
      return new Copy(id, hour, origin, fields);
    }

    @Override
    public String recordId() {
      return "t/" + id;
    }

    @Override
    public String tenant() {
      return "t";
    }

    @Override
    public long time() {
      return START + hour * HOUR;
    }

    @Override
    public String message() {
      return fields.toString();
    }

    @Override
    public List<String> values(String field) {
      String value = fields.get(field);
      return value == null ? List.of() : List.of(value);
    }
  }

  /** A copy comes, in some hour. */
  private record Arrival(Copy copy, int hour) {}

  /** Each inside the horizon; repeats at any time later. */
  private static List<Arrival> arrivals(List<Copy> history, Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Copy copy : history) {
      // As late as may be, every other time: that is where it goes wrong.
      int delay = random.nextBoolean() ? LATENESS_HOURS : random.nextInt(LATENESS_HOURS);
      int first = copy.hour() + delay;
      arrivals.add(new Arrival(copy, first));
      while (random.nextInt(4) == 0) {
        arrivals.add(new Arrival(copy, first + random.nextInt(40)));
      }
    }
    Collections.shuffle(arrivals, random);
    arrivals.sort(Comparator.comparingInt(Arrival::hour));
    return arrivals;
  }

  /** The job, and what chance does to it. */
  private static final class Run {
    private final Random random;
    private final JobHarness job;
    private JobHarness.Checkpoint checkpoint;
    private int next;
    private int checkpointNext;
    private boolean crashed;

    Run(Backend backend, RuleTexts rules, Random random) throws Exception {
      this.random = random;
      this.job = new JobHarness(backend, rules, 1 + random.nextInt(2), random);
    }

    List<String> settled(List<Copy> history) throws Exception {
      List<Arrival> arrivals = arrivals(history, random);
      try (job) {
        job.marker(
            new ProgressMarker(
                "c",
                List.of(
                    new ProgressMarker.Progress(
                        "t", "Audit.Exchange", Instant.EPOCH, Instant.EPOCH, List.of()))));
        checkpoint = job.checkpoint();
        int crashes = 0;
        for (next = 0; next < arrivals.size(); next++) {
          step(arrivals.get(next));
          if (crashes < 2 && random.nextInt(20) == 0) {
            crashes++;
            crash();
          }
        }
        job.watermark(Long.MAX_VALUE);
        return last(job.alerts());
      }
    }

    private void step(Arrival arrival) throws Exception {
      if (random.nextBoolean()) {
        job.watermark(START + (arrival.hour() - LATENESS_HOURS) * HOUR - 1);
      }
      job.send(arrival.copy());
      if (random.nextInt(4) == 0) {
        job.processingTime(job.processingTime() + random.nextInt(300));
      }
      if (random.nextInt(10) == 0) {
        checkpoint = job.checkpoint();
        checkpointNext = next + 1;
      }
    }

    /** Either a stop with a savepoint, or a crash after which some arrivals are read again. */
    private void crash() throws Exception {
      if (random.nextBoolean()) {
        checkpoint = job.checkpoint();
        checkpointNext = next + 1;
      }
      crashed |= checkpointNext <= next;
      job.restore(checkpoint, 1 + random.nextInt(3));
      next = checkpointNext - 1;
    }

    private List<String> last(List<Alert> versions) {
      Map<String, Alert> last = new LinkedHashMap<>();
      for (Alert version : versions) {
        Alert before = last.put(version.id(), version);
        boolean settledBefore =
            before != null && before.status() == Status.SETTLED && !before.evidence().isEmpty();
        assertThat(settledBefore && !crashed && !isOfOneRecord(version) && !same(before, version))
            .as("a version after the settled one: %s", version)
            .isFalse();
      }
      assertThat(last.values())
          .as("nothing stays provisional, unless a crash made it forgotten")
          .allMatch(alert -> crashed || alert.status() != Status.PROVISIONAL);
      return last.values().stream()
          .filter(alert -> alert.status() == Status.SETTLED || alert.status() == Status.REOPENED)
          .map(EveryOrderTest::text)
          .collect(Collectors.toList());
    }

    private static boolean same(Alert one, Alert other) {
      return text(one).equals(text(other));
    }

    /** Settled as soon as it is found: a better copy may take it back. */
    private static boolean isOfOneRecord(Alert alert) {
      return alert.evidence().size() == 1
          && alert.first().equals(alert.last())
          && (alert.rule().startsWith("single") || alert.rule().startsWith("base-"));
    }
  }
}
