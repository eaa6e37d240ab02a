package io.mailtrail.cli;

import io.mailtrail.model.Topic;
import io.mailtrail.testbed.server.ServerException;
import io.mailtrail.testbed.server.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics of {@link Topic} at a broker, and says how the ones that were there differ. */
public final class KafkaTopics {

  /**
   * What became of one topic.
   *
   * @param created false where it was there already; nothing about it is changed then
   * @param differences settings that are not as the contract has them, each {@code name=value,
   *     expected value}
   */
  public record Result(boolean created, List<String> differences) {
    public Result {
      differences = List.copyOf(differences);
    }
  }

  private KafkaTopics() {}

  /**
   * Creates what is missing. Doing it again changes nothing.
   *
   * @param bootstrap brokers, {@code host:port,...}
   * @param patience how long to wait for the broker
   * @throws Failure if the broker does not answer or refuses
   */
  public static Map<Topic, Result> create(String bootstrap, short replication, Duration patience) {
    int millis = Math.toIntExact(patience.toMillis());
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            millis,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            Math.min(millis, 30_000));
    try (Admin admin = Admin.create(settings)) {
      return create(admin, replication);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while creating topics", e);
    } catch (ExecutionException e) {
      throw failure(bootstrap, e.getCause());
    } catch (ServerException e) {
      throw failure(bootstrap, e.getCause() instanceof TimeoutException ? e.getCause() : e);
    } catch (org.apache.kafka.common.KafkaException e) {
      throw failure(bootstrap, e.getCause() == null ? e : e.getCause());
    }
  }

  private static Failure failure(String bootstrap, Throwable cause) {
    return cause instanceof TimeoutException
        ? new Failure("Kafka at " + bootstrap + " does not answer", cause)
        : new Failure("Kafka at " + bootstrap + ": " + cause.getMessage(), cause);
  }

  private static Map<Topic, Result> create(Admin admin, short replication)
      throws InterruptedException, ExecutionException {
    List<NewTopic> wanted =
        Arrays.stream(Topic.values())
            .map(
                topic ->
                    new NewTopic(topic.topicName(), topic.partitions(), replication)
                        .configs(topic.settings()))
            .toList();
    Map<String, KafkaFuture<Void>> answers = admin.createTopics(wanted).values();
    Map<Topic, Result> results = new EnumMap<>(Topic.class);
    List<Topic> existing = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      if (isCreated(answers.get(topic.topicName()))) {
        results.put(topic, new Result(true, List.of()));
      } else {
        existing.add(topic);
      }
    }
    Topics.awaitLeaders(
        admin, wanted.stream().filter(topic -> isIn(topic, results.keySet())).toList());
    for (Map.Entry<Topic, Config> entry : describe(admin, existing).entrySet()) {
      results.put(entry.getKey(), new Result(false, differences(entry.getKey(), entry.getValue())));
    }
    return results;
  }

  private static boolean isIn(NewTopic topic, Set<Topic> topics) {
    return topics.stream().anyMatch(one -> one.topicName().equals(topic.name()));
  }

  private static boolean isCreated(KafkaFuture<Void> answer)
      throws InterruptedException, ExecutionException {
    try {
      answer.get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  private static Map<Topic, Config> describe(Admin admin, List<Topic> topics)
      throws InterruptedException, ExecutionException {
    List<ConfigResource> resources = topics.stream().map(KafkaTopics::resource).toList();
    Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
    Map<Topic, Config> byTopic = new EnumMap<>(Topic.class);
    topics.forEach(topic -> byTopic.put(topic, configs.get(resource(topic))));
    return byTopic;
  }

  private static ConfigResource resource(Topic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
  }

  private static List<String> differences(Topic topic, Config config) {
    List<String> differences = new ArrayList<>();
    topic
        .settings()
        .forEach(
            (name, expected) -> {
              ConfigEntry entry = config.get(name);
              String value = entry == null ? "unset" : entry.value();
              if (!expected.equals(value)) {
                differences.add(name + "=" + value + ", expected " + expected);
              }
            });
    return differences.stream().sorted().toList();
  }
}
