package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.detect.RuleError;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.Limits;
import io.mailtrail.model.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Changes {@code audit.rules}, and with it the rules of every job that runs. */
public final class RulesTopic {
  private final String bootstrap;
  private final RuleTexts start;

  /**
   * The topic at a broker.
   *
   * @param bootstrap brokers, {@code host:port,...}
   * @param start the rules that the jobs start with
   */
  public RulesTopic(String bootstrap, RuleTexts start) {
    this.bootstrap = bootstrap;
    this.start = start;
  }

  /**
   * What is to change.
   *
   * @param files rules to put in force
   * @param off ids of rules to switch off, those of the start included
   * @param restored ids of rules of which the start's text is to be in force again
   */
  public record Wanted(List<RuleSource> files, List<String> off, List<String> restored) {
    public Wanted {
      files = List.copyOf(files);
      off = List.copyOf(off);
      restored = List.copyOf(restored);
    }
  }

  /**
   * What came of it.
   *
   * @param published ids, in order; empty if anything was refused
   * @param refused why nothing was published
   */
  public record Outcome(List<String> published, List<RuleError> refused) {
    public Outcome {
      published = List.copyOf(published);
      refused = List.copyOf(refused);
    }
  }

  /**
   * Publishes all, or nothing if with it any rule that can be used now could not be used any more.
   *
   * @throws IllegalStateException if the topic cannot be read or written
   */
  public Outcome publish(Wanted wanted) throws InterruptedException {
    RuleFeed.Snapshot now = new KafkaRuleFeed(bootstrap).read();
    Map<String, String> texts = new LinkedHashMap<>();
    List<RuleError> refused = new ArrayList<>();
    for (RuleSource file : wanted.files()) {
      for (RuleText rule : RuleText.split(file)) {
        if (RuleText.idIn(rule.yaml()).isEmpty()) {
          refused.add(
              new RuleError(rule.source(), rule.id(), "id", "is missing: nobody could replace it"));
        } else if (texts.putIfAbsent(rule.id(), rule.yaml()) != null) {
          refused.add(new RuleError(rule.source(), rule.id(), "id", "is there twice"));
        }
      }
    }
    wanted.off().forEach(id -> texts.put(id, RuleChange.removal(id)));
    wanted.restored().forEach(id -> texts.put(id, null));
    List<RuleChange> changes = new ArrayList<>();
    texts.forEach((id, yaml) -> changes.add(new RuleChange(id, yaml, 0, changes.size(), 0)));
    RuleBook book = new RuleBook(start.rules());
    book.begin(now.newest(), now.newest());
    book.apply(changes).refusals().forEach(refusal -> refused.add(refusal.error()));
    if (!refused.isEmpty()) {
      return new Outcome(List.of(), refused);
    }
    send(texts);
    return new Outcome(List.copyOf(texts.keySet()), List.of());
  }

  private void send(Map<String, String> texts) throws InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Limits.MAX_MESSAGE_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      texts.forEach(
          (id, yaml) ->
              sent.add(
                  producer.send(
                      new ProducerRecord<>(
                          Topic.RULES.topicName(),
                          id.getBytes(UTF_8),
                          yaml == null ? null : yaml.getBytes(UTF_8)))));
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "audit.rules cannot be written: " + e.getCause().getMessage(), e.getCause());
    }
  }
}
