package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.TestTopics;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports against a real Kafka. */
@WithServers
class FileImportIT {
  @Test
  void everyRowOfAnExportIsPublishedAndEveryRejectCounted(KafkaEndpoint kafka, @TempDir Path folder)
      throws Exception {
    kafka.emptyTopics();
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(7).withUsers(60).withDays(15));
    Path file = folder.resolve("export.csv");
    tenant.writePurviewCsv(file);
    Files.writeString(file, "no,such,row\n", StandardOpenOption.APPEND);
    List<Long> progress = new ArrayList<>();

    ImportSummary first = run(kafka, file, progress);
    ImportSummary second = run(kafka, file, new ArrayList<>());

    assertThat(first.records()).isEqualTo(tenant.truth().csvRows());
    assertThat(first.rejects()).isEqualTo(1);
    assertThat(first.bytes()).isEqualTo(Files.size(file));
    assertThat(second).isEqualTo(first);
    assertThat(messages(kafka, Topic.RAW)).hasSize(2 * (int) first.records());
    assertThat(progress).isSorted().endsWith(first.bytes());

    Set<String> keys = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> message : messages(kafka, Topic.RAW)) {
      keys.add(new String(message.key(), UTF_8));
      assertThat(message.headers().lastHeader(RawRecord.ORIGIN).value())
          .asString(UTF_8)
          .isEqualTo(Origin.AUDIT_DATA.wireName());
    }
    assertThat(keys).hasSize((int) first.records());
    assertThat(messages(kafka, Topic.FAILED))
        .hasSize(2)
        .allMatch(
            message ->
                new String(FailedRecord.of(message.value()).original(), UTF_8)
                    .equals("no,such,row"));
    assertThat(messages(kafka, Topic.LEDGER))
        .extracting(message -> LedgerEntry.of(message.value()).state())
        .containsExactly(
            State.LISTED,
            State.FETCHED,
            State.PUBLISHED,
            State.LISTED,
            State.FETCHED,
            State.PUBLISHED);
  }

  @Test
  void aRecordWithoutIdThatLooksLikeAKnownOneIsLinkedToIt(KafkaEndpoint kafka, @TempDir Path folder)
      throws Exception {
    kafka.emptyTopics();
    String known =
        "{\"Id\":\"x1\",\"OrganizationId\":\"t\",\"RecordType\":3,\"CreationTime\":\"2026-03-02T18:01:55\","
            + "\"Operation\":\"HardDelete\",\"MailboxOwnerUPN\":\"mara@fabrikam.example\","
            + "\"LogonUserSid\":\"S-1-5-21-9\",\"UserId\":\"admin@fabrikam.example\","
            + "\"AffectedItems\":[{\"Id\":\"0000000038a1bb1005e5101aa1bb08002b2a56bb\"},"
            + "{\"Id\":\"0000000038a1bb1005e5101aa1bb08002b2a56aa\"}]}\n";
    run(
        kafka,
        Files.writeString(folder.resolve("a.jsonl"), known + known.replace("01:55", "01:56")),
        new ArrayList<>());
    Path export =
        Files.writeString(
            folder.resolve("SearchResult.xml"),
            Samples.xml(Samples.MAILBOX_EVENT, Samples.ADMIN_EVENT, Samples.SELF_CLOSED));
    try (FileImport files =
        FileImport.to(kafka.bootstrap(), "t", Clock.systemUTC(), Duration.ofHours(24))) {
      files.run(export, FileOptions.NONE, (bytes, records, rejects) -> {});
      KnownCopies.Found found = files.known().search(kafka.bootstrap(), Duration.ofMinutes(1));
      assertThat(found.isComplete()).isTrue();
      assertThat(found.copies())
          .singleElement()
          .matches(copy -> copy.known().equals("t/x1") && copy.imported().startsWith("t/"));
    }
  }

  private static ImportSummary run(KafkaEndpoint kafka, Path file, List<Long> progress)
      throws Exception {
    try (FileImport files =
        FileImport.to(kafka.bootstrap(), "", Clock.systemUTC(), Duration.ofHours(24))) {
      return files.run(file, FileOptions.NONE, (bytes, records, rejects) -> progress.add(bytes));
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> messages(KafkaEndpoint kafka, Topic topic) {
    return TestTopics.all(kafka.bootstrap(), topic.topicName());
  }
}
