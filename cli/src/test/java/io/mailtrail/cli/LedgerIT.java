package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** {@code mailtrail ledger} against a real Kafka. */
@WithServers
class LedgerIT {
  private static final String TENANT = "11111111-2222-3333-4444-555555555555";
  private static final Instant DAY = Instant.parse("2026-03-11T00:00:00Z");

  @Test
  void saysWhatIsMissingAndByItsExitCodeThatSomethingIs(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    Cli.Result empty = ledger(kafka);
    assertThat(empty.exit()).isEqualTo(Exit.REFUSED);
    assertThat(empty.err()).contains("knows nothing");

    write(kafka, window(0, 12, State.FINISHED), window(12, 48, State.LISTED));
    Cli.Result open = ledger(kafka, "--from", "2026-03-11", "--to", "2026-03-11T06:00:00Z");
    assertThat(open.exit()).isEqualTo(Exit.REFUSED);
    assertThat(open.out()).contains("being listed: 2026-03-11 12:00");

    // The newest state of an id is the truth.
    write(kafka, window(12, 48, State.FINISHED));
    Cli.Result done = ledger(kafka, "--from", "2026-03-11", "--to", "2026-03-11T06:00:00Z");
    assertThat(done.exit()).isEqualTo(Exit.OK);
    assertThat(done.lines())
        .containsExactly(
            TENANT + "  Audit.Exchange", "  2026-03-11 00:00  to  2026-03-11 06:00  complete");
    JsonNode line =
        Json.mapper()
            .readTree(
                ledger(kafka, "--json", "--from", "2026-03-11", "--to", "2026-03-11T06:00:00Z")
                    .out());
    assertThat(line.path("tenant").asText()).isEqualTo(TENANT);
    assertThat(line.path("ranges").get(0).path("to").asText()).isEqualTo("2026-03-11T06:00:00Z");
    assertThat(ledger(kafka, "--tenant", "another").err()).contains("knows nothing");
  }

  private static Cli.Result ledger(KafkaEndpoint kafka, String... options) {
    String[] all = new String[options.length + 3];
    all[0] = "ledger";
    all[1] = "--bootstrap";
    all[2] = kafka.bootstrap();
    System.arraycopy(options, 0, all, 3, options.length);
    return Cli.run(all);
  }

  private static void write(KafkaEndpoint kafka, LedgerEntry... entries) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (LedgerEntry entry : entries) {
        producer
            .send(
                new ProducerRecord<>(
                    Topic.LEDGER.topicName(), entry.id().getBytes(UTF_8), entry.toBytes()))
            .get();
      }
    }
  }

  private static LedgerEntry window(int from, int to, State state) {
    Instant start = DAY.plusSeconds(3_600L * from);
    Instant end = DAY.plusSeconds(3_600L * to);
    return new LedgerEntry(
        LedgerEntry.windowId(TENANT, "Audit.Exchange", start, end),
        Kind.WINDOW,
        state,
        TENANT,
        "Audit.Exchange",
        null,
        start,
        end,
        1,
        0,
        0,
        null,
        0,
        0,
        null,
        null,
        null,
        null,
        0,
        DAY);
  }
}
