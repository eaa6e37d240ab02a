package io.mailtrail.cli;

import io.mailtrail.model.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail topics}: what has to be there before the jobs start. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    description = {
      "Create the Kafka topics that are missing.",
      "A topic that exists is left as it is; settings that differ from the contract are named."
    })
final class TopicsCommand implements Callable<Integer> {
  @ParentCommand private MailtrailCommand main;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:MAILTRAIL_KAFKA_BOOTSTRAP:-127.0.0.1:9092}",
      description =
          "Kafka brokers, separated by commas (default: $$MAILTRAIL_KAFKA_BOOTSTRAP, else"
              + " 127.0.0.1:9092).")
  private String bootstrap;

  @Option(
      names = "--replication",
      paramLabel = "N",
      defaultValue = "1",
      description = "Replicas of each partition (default: ${DEFAULT-VALUE}).")
  private short replication;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long to wait for the broker (default: ${DEFAULT-VALUE}).")
  private int patienceSeconds;

  @Override
  public Integer call() {
    PrintWriter err = main.streams().err();
    Map<Topic, KafkaTopics.Result> results =
        KafkaTopics.create(bootstrap, replication, Duration.ofSeconds(patienceSeconds));
    results.forEach(
        (topic, result) -> {
          err.println(topic.topicName() + ": " + (result.created() ? "created" : "exists"));
          result.differences().forEach(difference -> err.println("  " + difference));
        });
    return Exit.OK;
  }
}
