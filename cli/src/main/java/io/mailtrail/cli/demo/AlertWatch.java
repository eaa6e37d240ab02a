package io.mailtrail.cli.demo;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Follows {@code audit.alerts} and tells of each version as it appears. What goes wrong is told,
 * and it goes on.
 */
final class AlertWatch implements AutoCloseable {
  private static final TopicPartition ALERTS = new TopicPartition(Topic.ALERTS.topicName(), 0);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<Alert> each;
  private final Consumer<String> problem;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param problem told, in a sentence, what could not be followed
   */
  AlertWatch(KafkaSide kafka, Consumer<Alert> each, Consumer<String> problem) {
    this.consumer = kafka.consumer();
    this.each = each;
    this.problem = problem;
    this.thread = new Thread(this::follow, "alert-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    try (consumer) {
      consumer.assign(List.of(ALERTS));
      consumer.seekToBeginning(List.of(ALERTS));
      String told = "";
      while (!isClosed(Duration.ZERO)) {
        try {
          consumer.poll(PAUSE).forEach(this::tell);
        } catch (WakeupException | InterruptException e) {
          return; // this is how close() ends the wait
        } catch (RuntimeException e) {
          String sentence = "alerts cannot be followed right now: " + e.getMessage();
          if (!sentence.equals(told)) {
            problem.accept(sentence);
            told = sentence;
          }
          isClosed(PAUSE);
        }
      }
    }
  }

  private void tell(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      return;
    }
    try {
      each.accept(Alert.of(message.value()));
    } catch (RuntimeException e) {
      problem.accept(
          "the alert at offset " + message.offset() + " cannot be read: " + e.getMessage());
    }
  }

  private boolean isClosed(Duration wait) {
    try {
      return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
