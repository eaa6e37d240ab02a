package io.mailtrail.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RecordId;
import io.mailtrail.model.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The protocol under every order of events and failures that chance comes up with. */
class LedgerProtocolTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void whateverFailsWhenNothingIsLostAndPublishedIsTrue(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    FakeTenant tenant = tenant(random);
    SimulatedJob job =
        new SimulatedJob(tenant, Clock.fixed(NOW, ZoneOffset.UTC), 1 + random.nextInt(3), seed);
    int parallelism = job.parallelism();
    for (int i = 0; i < 300; i++) {
      job.step();
      if (random.nextInt(40) == 0) {
        if (random.nextBoolean()) {
          job.failTask(random.nextInt(parallelism));
        } else {
          job.failAll();
        }
      }
    }
    job.settle();
    job.close();

    Set<String> expected = expected(tenant);
    assertThat(job.recordKeys(job.kafka.size())).isEqualTo(expected);
    assertLedgerIsTrue(job, tenant);
    assertMarkersAreTrue(job, tenant);
  }

  private static FakeTenant tenant(Random random) {
    FakeTenant tenant = new FakeTenant();
    tenant.pageSize = 1 + random.nextInt(4);
    tenant.subscribed = random.nextBoolean();
    for (int blob = 0; blob < 12; blob++) {
      Instant created = NOW.minus(Duration.ofMinutes(1 + random.nextInt(6 * 24 * 60)));
      tenant.add("blob" + blob, created, random.nextInt(5));
    }
    tenant.add("gone", NOW.minus(Duration.ofHours(3)), 2);
    tenant.contents.remove("gone");
    return tenant;
  }

  private static Set<String> expected(FakeTenant tenant) {
    Set<String> expected = new HashSet<>();
    tenant.contents.keySet().forEach(blob -> expected.addAll(keys(tenant, blob)));
    return expected;
  }

  private static Set<String> keys(FakeTenant tenant, String blob) {
    Set<String> keys = new HashSet<>();
    String content = new String(tenant.contents.get(blob), java.nio.charset.StandardCharsets.UTF_8);
    for (int i = 0; content.contains("\"" + blob + "-" + i + "\""); i++) {
      keys.add(RecordId.of(FakeTenant.ID, blob + "-" + i));
    }
    return keys;
  }

  /** Published stands behind the records, and every life ends well and in order. */
  private static void assertLedgerIsTrue(SimulatedJob job, FakeTenant tenant) {
    for (int i = 0; i < job.kafka.size(); i++) {
      Outgoing message = job.kafka.get(i);
      if (message.topic().equals(Topic.LEDGER.topicName())) {
        LedgerEntry entry = LedgerEntry.of(message.value());
        if (entry.state() == State.PUBLISHED) {
          assertThat(job.recordKeys(i)).containsAll(keys(tenant, entry.name()));
        }
      }
    }
    Map<String, LedgerEntry> ledger = job.ledger();
    for (String blob : tenant.blobs.keySet()) {
      LedgerEntry last = ledger.get(LedgerEntry.blobId(FakeTenant.ID, blob));
      assertThat(last).as(blob).isNotNull();
      assertThat(last.state()).isEqualTo(blob.equals("gone") ? State.MISSING : State.PUBLISHED);
      if (blob.equals("gone")) {
        assertThat(last.reason()).contains("AF20050");
      } else {
        assertThat(last.records()).isEqualTo(keys(tenant, blob).size());
      }
    }
    assertThat(ledger.values())
        .filteredOn(entry -> entry.kind() == Kind.WINDOW)
        .isNotEmpty()
        .allMatch(entry -> entry.state() == State.FINISHED);
  }

  /** Every partition has the last marker, and no marker stands before what it speaks of. */
  private static void assertMarkersAreTrue(SimulatedJob job, FakeTenant tenant) {
    Set<Integer> atTheEnd = new HashSet<>();
    for (int i = 0; i < job.kafka.size(); i++) {
      Outgoing message = job.kafka.get(i);
      if (message.topic().equals(Topic.RAW.topicName()) && message.key() == null) {
        List<ProgressMarker.Progress> progress = ProgressMarker.of(message.value()).progress();
        assertThat(progress).hasSize(1);
        Instant upTo = progress.get(0).completeUpTo();
        Set<String> before = job.recordKeys(i);
        tenant.blobs.values().stream()
            .filter(blob -> blob.created().isBefore(upTo))
            .filter(blob -> tenant.contents.containsKey(blob.contentId()))
            .forEach(blob -> assertThat(before).containsAll(keys(tenant, blob.contentId())));
        if (upTo.equals(NOW)) {
          atTheEnd.add(message.partition());
        }
      }
    }
    assertThat(atTheEnd).containsExactlyInAnyOrder(0, 1, 2);
  }
}
