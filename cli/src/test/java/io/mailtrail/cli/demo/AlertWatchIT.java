package io.mailtrail.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Following alerts on a real Kafka. */
@WithServers
class AlertWatchIT {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  @Test
  void whatCannotBeReadIsToldAndTheNextAlertIsSeen(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    write(kafka, "one", alert("one"));
    write(kafka, "odd", "no alert".getBytes(UTF_8));
    write(kafka, "gone", null);
    write(kafka, "two", alert("two"));
    try (KafkaSide side = new KafkaSide(kafka.bootstrap());
        AlertWatch watch = new AlertWatch(side, this::see, problems::add)) {
      Await.until("both alerts are seen", Duration.ofMinutes(2), () -> seen.size() == 2);
      assertThat(watch).isNotNull();
    }
    assertThat(seen).containsExactly("one", "two");
    assertThat(problems).hasSize(1).first().asString().startsWith("the alert at offset 1 cannot");
  }

  @Test
  void aReceiverThatFailsIsToldAndAskedAgain(KafkaEndpoint kafka) throws Exception {
    kafka.emptyTopics();
    write(kafka, "one", alert("one"));
    write(kafka, "two", alert("two"));
    try (KafkaSide side = new KafkaSide(kafka.bootstrap());
        AlertWatch watch =
            new AlertWatch(
                side,
                alert -> {
                  if (alert.id().equals("one")) {
                    throw new IllegalStateException("no terminal");
                  }
                  see(alert);
                },
                problems::add)) {
      Await.until("the second is seen", Duration.ofMinutes(2), () -> seen.contains("two"));
      assertThat(watch).isNotNull();
    }
    assertThat(problems).hasSize(1).first().asString().endsWith("no terminal");
  }

  private void see(Alert alert) {
    seen.add(alert.id());
  }

  private static byte[] alert(String id) {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    return new Alert(
            id,
            "rule",
            "Title",
            null,
            "high",
            Status.SETTLED,
            false,
            "t",
            Map.of(),
            noon,
            noon,
            noon,
            List.of(),
            null,
            null,
            null,
            null)
        .toBytes();
  }

  private static void write(KafkaEndpoint kafka, String key, byte[] value) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", kafka.bootstrap());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topic.ALERTS.topicName(), key.getBytes(UTF_8), value))
          .get();
    }
  }
}
