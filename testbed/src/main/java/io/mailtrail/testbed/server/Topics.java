package io.mailtrail.testbed.server;

import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the project's topics on any Kafka. Stateless. */
public final class Topics {
  private static final long TIMEOUT_SECONDS = 60;

  private Topics() {}

  /** Makes what is missing of the project's topics, each partition kept once. */
  public static Set<String> create(String bootstrap) {
    return create(bootstrap, (short) 1);
  }

  /**
   * Makes what is missing of the project's topics. A topic that is there is left as it is.
   *
   * @param replication how often each partition is kept; -1 for what the broker has set
   * @return the names of those that were made
   * @throws ServerException if Kafka cannot be reached or refuses
   */
  public static Set<String> create(String bootstrap, short replication) {
    return create(
        bootstrap,
        Arrays.stream(Topic.values())
            .map(topic -> like(topic, topic.topicName(), replication))
            .toList());
  }

  /** A topic of another name that is kept like one of the project's. */
  static NewTopic like(Topic topic, String name, short replication) {
    return new NewTopic(name, topic.partitions(), replication).configs(topic.settings());
  }

  static Set<String> create(String bootstrap, Collection<NewTopic> wanted) {
    try (Admin admin = connect(bootstrap)) {
      List<NewTopic> missing = new ArrayList<>(wanted);
      Set<String> there = await(admin.listTopics().names());
      missing.removeIf(topic -> there.contains(topic.name()));
      CreateTopicsResult result = admin.createTopics(missing);
      Set<String> created = new TreeSet<>();
      for (NewTopic topic : missing) {
        if (succeeds(result, topic.name())) {
          created.add(topic.name());
        }
      }
      awaitLeaders(admin, missing);
      return created;
    }
  }

  /**
   * Waits until what was just made can be written to. A topic is made before that is so, and a
   * producer that comes in between may keep a batch for a partition without a leader until it
   * expires, after two minutes.
   *
   * @throws ServerException if that takes longer than a minute, or Kafka refuses
   */
  public static void awaitLeaders(Admin admin, Collection<NewTopic> topics) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    if (!Await.within(Duration.ofSeconds(TIMEOUT_SECONDS), () -> areLed(admin, asked))) {
      throw new ServerException(
          "Kafka has no leader for new topics after " + TIMEOUT_SECONDS + " s.");
    }
  }

  /** A broker that has not heard of a new topic yet says that there is none. */
  private static boolean areLed(Admin admin, Map<TopicPartition, OffsetSpec> asked) {
    try {
      await(admin.listOffsets(asked).all());
      return true;
    } catch (ServerException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  static Admin connect(String bootstrap) {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
  }

  private static boolean succeeds(CreateTopicsResult result, String name) {
    try {
      await(result.values().get(name));
      return true;
    } catch (ServerException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false; // another process made it in this moment
      }
      throw e;
    }
  }

  /** The result, or why there is none as the cause of a {@link ServerException}. */
  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new ServerException("Kafka refused: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new ServerException("Kafka did not answer within " + TIMEOUT_SECONDS + " s.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("Interrupted while waiting for Kafka.", e);
    }
  }
}
