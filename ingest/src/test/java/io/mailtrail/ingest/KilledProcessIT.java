package io.mailtrail.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.ContentType;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import io.mailtrail.testbed.tenant.Fault;
import io.mailtrail.testbed.tenant.Faults;
import io.mailtrail.testbed.tenant.ScriptedBlob;
import io.mailtrail.testbed.tenant.ScriptedPlan;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that runs the job is killed, without a farewell, while it reads a blob, and started
 * again.
 */
@WithServers
class KilledProcessIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int RECORDS_BEFORE_THE_KILL = 200;

  @TempDir Path folder;

  @Test
  void whatWasReadOfABlobIsKeptAndTheRestIsRead(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    Instant now = Instant.now();
    ScriptedPlan plan =
        ScriptedPlan.of(5)
            .withContentTypes(ContentType.EXCHANGE)
            .withSpan(now.minus(Duration.ofHours(3)), now.minus(Duration.ofHours(1)))
            .withBlobs(0, 1)
            .withHugeBlob(3_000_000);
    ScriptedTenant tenant = ScriptedTenant.of(plan);
    ScriptedBlob blob = tenant.allBlobs().get(0);
    // So slow that there is time to kill whoever reads it.
    Faults slow = Faults.none().with(Fault.DRIBBLE).withPause(Duration.ofSeconds(2));
    try (TenantServer server = TenantServer.at(Clock.systemUTC()).tenant(tenant, slow).start()) {
      Path settings = settings(kafka, server, tenant);
      Process first = start(settings);
      try {
        Await.until(
            "some of the blob in Kafka and in a checkpoint",
            PATIENCE,
            () -> {
              assertAlive(first);
              return records(kafka).size() >= RECORDS_BEFORE_THE_KILL;
            });
        Path checkpoints = folder.resolve("checkpoints");
        Path before = RetainedCheckpoints.newest(checkpoints).orElse(null);
        Await.until(
            "a checkpoint that holds it",
            PATIENCE,
            () ->
                RetainedCheckpoints.newest(checkpoints)
                    .filter(newest -> !newest.equals(before))
                    .isPresent());
        assertThat(state(kafka, tenant, blob)).as("in the middle").isEqualTo(State.LISTED);
      } finally {
        first.destroyForcibly().waitFor();
      }
      int safe = records(kafka).size();
      assertThat(safe).isLessThan(blob.recordIds().size());
      server.faults(tenant.tenantId(), Faults.none());
      Process second = start(settings);
      try {
        Await.until(
            "the blob published",
            PATIENCE,
            () -> {
              assertAlive(second);
              return state(kafka, tenant, blob) == State.PUBLISHED;
            });
      } finally {
        second.destroyForcibly().waitFor();
      }
      assertEachRecordIsThere(kafka, blob);
      assertThat(records(kafka).size() - blob.recordIds().size())
          .as("what the checkpoint had is not read into Kafka again")
          .isLessThan(safe);
    }
  }

  private void assertAlive(Process process) {
    if (!process.isAlive()) {
      try {
        throw new AssertionError("it ended: " + Files.readString(folder.resolve("said")));
      } catch (IOException e) {
        throw new AssertionError("it ended", e);
      }
    }
  }

  private static void assertEachRecordIsThere(KafkaEndpoint kafka, ScriptedBlob blob) {
    Set<String> copies = new HashSet<>();
    for (RawRecord record : records(kafka)) {
      assertThat(record.value()).isEqualTo(blob.recordBytes((int) record.ordinal()));
      copies.add(record.copyId());
    }
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < blob.recordIds().size(); i++) {
      expected.add(blob.contentId() + "#" + i);
    }
    assertThat(copies).isEqualTo(expected);
  }

  private static List<RawRecord> records(KafkaEndpoint kafka) {
    return TestTopics.all(kafka.bootstrap(), Topic.RAW.topicName()).stream()
        .filter(message -> message.headers().lastHeader(ProgressMarker.HEADER) == null)
        .map(KilledProcessIT::raw)
        .toList();
  }

  private static RawRecord raw(ConsumerRecord<byte[], byte[]> message) {
    return RawRecord.of(
        message.key(),
        message.value(),
        name -> {
          Header header = message.headers().lastHeader(name);
          return header == null ? null : header.value();
        });
  }

  /** As the ledger has it last. */
  private static State state(KafkaEndpoint kafka, ScriptedTenant tenant, ScriptedBlob blob) {
    Map<String, State> last = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> message :
        TestTopics.all(kafka.bootstrap(), Topic.LEDGER.topicName())) {
      LedgerEntry entry = LedgerEntry.of(message.value());
      if (entry.kind() == Kind.BLOB) {
        last.put(entry.id(), entry.state());
      }
    }
    return last.get(LedgerEntry.blobId(tenant.tenantId(), blob.contentId()));
  }

  private Process start(Path settings) throws IOException {
    return Child.jvm(List.of("-Xmx256m"), IngestMain.class, settings.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()))
        .start();
  }

  private Path settings(KafkaEndpoint kafka, TenantServer server, ScriptedTenant tenant)
      throws IOException {
    return Files.writeString(
        folder.resolve("mailtrail.yaml"),
        String.join(
            "\n",
            "kafka:",
            "  bootstrap: \"" + kafka.bootstrap() + "\"",
            "ingest:",
            "  parallelism: 1",
            "  poll:",
            "    every: 1s",
            "  checkpoint:",
            "    folder: \"" + folder.resolve("checkpoints") + "\"",
            "    every: 500ms",
            "tenants:",
            "  simulated:",
            "    id: " + tenant.tenantId(),
            "    client-id: " + tenant.clientId(),
            "    client-secret: \"" + tenant.clientSecret() + "\"",
            "    login-url: \"" + server.uri() + "\"",
            "    api-url: \"" + server.uri() + "\"",
            "    content-types: Audit.Exchange",
            ""));
  }
}
