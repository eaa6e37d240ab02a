package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class SinkJobTest {
  @Test
  void everyOperatorHasAnIdOfItsOwnAndANameForAPerson() {
    SinkConfig config = SinkConfigTest.config(Map.of("sink.parallelism", "2"));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(SinkMain.configuration(config));

    SinkJob.defineWorkflow(
        env, SinkJob.Sources.kafka(config), SinkJob.sink(config), config.parallelism());

    StreamGraph graph = env.getStreamGraph(false);
    List<String> names = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      names.add(node.getOperatorName());
      assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotBlank();
      ids.add(node.getTransformationUID());
    }
    assertThat(ids).hasSameSizeAs(names);
    assertThat(names)
        .contains(
            "Source: read audit.events",
            "Source: read audit.alerts",
            "Source: read audit.failed",
            "Source: read audit.ledger",
            "Source: read audit.coverage")
        .anyMatch(name -> name.startsWith("write to OpenSearch"));
  }
}
