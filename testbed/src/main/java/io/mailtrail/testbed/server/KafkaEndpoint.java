package io.mailtrail.testbed.server;

import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/**
 * The Kafka of a test, shared with the other test classes of the JVM.
 *
 * @param bootstrap where clients connect, as {@code host:port}
 */
public record KafkaEndpoint(String bootstrap) {
  private static final Duration DELETION = Duration.ofSeconds(30);

  /** Makes what is missing of the project's topics; what they hold stays. */
  public Set<String> createTopics() {
    return Topics.create(bootstrap);
  }

  /** Makes the project's topics anew, with nothing in them. */
  public void emptyTopics() {
    List<String> names = Arrays.stream(Topic.values()).map(Topic::topicName).toList();
    delete(names);
    createTopics();
  }

  /**
   * Makes a topic of this test's own that is kept like one of the project's, and returns its name,
   * such as {@code audit.raw-5f0c21aa}.
   */
  public String createTopicLike(Topic topic) {
    String name = uniqueName(topic.topicName());
    Topics.create(bootstrap, List.of(Topics.like(topic, name, (short) 1)));
    return name;
  }

  /** A name for a topic or consumer group that nobody else in this JVM or broker has. */
  public String uniqueName(String beginning) {
    return UniqueName.from(beginning);
  }

  private void delete(List<String> names) {
    try (Admin admin = Topics.connect(bootstrap)) {
      Set<String> there = Topics.await(admin.listTopics().names());
      List<String> doomed = names.stream().filter(there::contains).toList();
      if (doomed.isEmpty()) {
        return;
      }
      Topics.await(admin.deleteTopics(doomed).all());
      Await.until(
          "the topics are deleted",
          DELETION,
          () -> Topics.await(admin.listTopics().names()).stream().noneMatch(doomed::contains));
    }
  }
}
