package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import io.mailtrail.model.config.Settings;
import io.mailtrail.sink.SinkConfig;
import io.mailtrail.sink.SinkJob;
import io.mailtrail.sink.Templates;
import io.mailtrail.testbed.server.Await;
import io.mailtrail.testbed.server.KafkaEndpoint;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Exported settings through a real Kafka and the sink job into a real OpenSearch, and asked. */
@WithServers
class CoverageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TENANT = "5a6b0000-1111-4222-8333-9d6f0c0ffee0";

  @Test
  void whatWasImportedAnswersQuestionsInTheRunningStack(
      KafkaEndpoint kafka, OpenSearchEndpoint openSearch) throws Exception {
    kafka.emptyTopics();
    openSearch.clear();
    String mailboxes =
        Path.of(CoverageIT.class.getResource("/coverage/mailboxes.txt").toURI()).toString();
    String organisation =
        Path.of(CoverageIT.class.getResource("/coverage/organisation.json").toURI()).toString();
    String[] importing = {
      "coverage",
      "import",
      "--bootstrap",
      kafka.bootstrap(),
      "--tenant",
      TENANT,
      "--at",
      "2026-03-01",
      mailboxes,
      organisation
    };
    SinkConfig config =
        SinkConfig.from(
            Settings.of(
                Map.of(
                    "kafka.bootstrap", kafka.bootstrap(),
                    "opensearch.url", openSearch.uri().toString(),
                    "sink.buffer.time", "200ms"),
                SinkConfig.SETTINGS));
    Templates.install(config.openSearch(), 0);
    JobClient job = start(config);
    try {
      Cli.Result first = Cli.run(importing);
      assertThat(first.exit()).as(first.err()).isEqualTo(Exit.REFUSED);
      assertThat(first.err()).contains("mailboxes.txt: 2 statements", "AuditAdmin is cut short");
      assertThat(Cli.run(importing).exit()).isEqualTo(Exit.REFUSED);
      openSearch
          .send(
              "PUT",
              "/mailtrail-events-2026.03/_doc/1?refresh=true",
              """
              {"@timestamp":"2026-03-02T08:00:00Z","organization":{"id":"5a6b0000-1111-4222-8333-9d6f0c0ffee0"},
               "mailtrail":{"mailbox":{"action":"HardDelete",
               "logon_type":"owner","owner":"ann.lee@contoso.example"}}}
              """)
          .orThrow();
      put(
          openSearch,
          "/mailtrail-events-2026.03/_doc/2",
          """
          {"@timestamp":"2026-03-03T08:00:00Z","organization":{"id":"another-tenant"},
           "mailtrail":{"mailbox":{"action":"HardDelete","logon_type":"owner",
           "owner":"ann.lee@contoso.example"}}}
          """);
      Await.until(
          "the statements are indexed, each once",
          PATIENCE,
          () -> table(openSearch).size() == 2 && count(openSearch, "mailtrail-coverage") == 4);

      assertThat(ask(openSearch, "2026-03-02", "2026-03-03").path("answer").asText())
          .isEqualTo("found");
      assertThat(ask(openSearch, "2026-03-03", "2026-03-04").path("answer").asText())
          .isEqualTo("none");
      assertThat(ask(openSearch, "2026-02-03", "2026-02-04").path("answer").asText())
          .isEqualTo("configuration_unknown");

      openSearch
          .send(
              "PUT",
              "/mailtrail-ledger/_doc/w?refresh=true",
              """
              {"id":"w","kind":"WINDOW","state":"FINISHED","tenant":"%s",
               "contentType":"Audit.Exchange","start":"2026-02-20T00:00:00Z",
               "end":"2026-03-06T00:00:00Z","at":"2026-03-06T01:00:00Z"}
              """
                  .formatted(TENANT))
          .orThrow();
      JsonNode before = ask(openSearch, "2026-02-25", "2026-02-26");
      assertThat(before.path("answer").asText())
          .as("a change between then and the export would be known")
          .isEqualTo("none");
      assertThat(before.path("assumptions").toString()).contains("unchanged");
      assertThat(ask(openSearch, "2026-03-05", "2026-03-06").path("answer").asText())
          .as("records of that day can still come")
          .isEqualTo("collection_incomplete");
      assertThat(ask(openSearch, "2026-02-03", "2026-02-04").path("answer").asText())
          .isEqualTo("collection_incomplete");

      String id = TENANT + "/late";
      put(
          openSearch,
          "/mailtrail-ledger/_doc/b",
          """
          {"id":"b","kind":"BLOB","state":"PUBLISHED","tenant":"%s","contentType":"Audit.Exchange",
           "name":"blob-1","start":"2026-02-25T11:00:00Z","end":"2026-03-04T11:00:00Z",
           "records":1,"firstEvent":"2026-02-25T10:00:00Z","lastEvent":"2026-02-25T10:00:00Z",
           "at":"2026-02-25T11:05:00Z"}
          """
              .formatted(TENANT));
      put(
          openSearch,
          "/mailtrail-ledger/_doc/i",
          """
          {"id":"i","kind":"IDS","state":"FETCHED","tenant":"%s","contentType":"Audit.Exchange",
           "name":"blob-1","start":"2026-02-25T11:00:00Z","end":"2026-03-04T11:00:00Z",
           "ids":["%s"],"at":"2026-02-25T11:05:00Z"}
          """
              .formatted(TENANT, id));
      assertThat(ask(openSearch, "2026-02-25", "2026-02-26").path("answer").asText())
          .as("a record is published and not searchable yet")
          .isEqualTo("collection_incomplete");
      assertThat(ask(openSearch, "2026-02-26", "2026-02-27").path("answer").asText())
          .as("that record is of another day")
          .isEqualTo("none");
      put(
          openSearch,
          "/mailtrail-events-2026.02/_doc/late",
          """
          {"@timestamp":"2026-02-25T10:00:00Z","event":{"id":"%s"},
           "mailtrail":{"container":"another-blob"}}
          """
              .formatted(id));
      assertThat(ask(openSearch, "2026-02-25", "2026-02-26").path("answer").asText())
          .as("it came in another blob, too")
          .isEqualTo("none");
      put(
          openSearch,
          "/mailtrail-failed/_doc/d",
          """
          {"id":"d","stage":"DETECT","code":"rule_error","container":"blob-1","tenant":"%s"}
          """
              .formatted(TENANT));
      assertThat(ask(openSearch, "2026-02-25", "2026-02-26").path("answer").asText())
          .as("its event can be searched")
          .isEqualTo("none");
      put(
          openSearch,
          "/mailtrail-failed/_doc/f",
          """
          {"id":"f","stage":"NORMALISE","code":"no_time","container":"blob-1","tenant":"%s"}
          """
              .formatted(TENANT));
      JsonNode failed = ask(openSearch, "2026-02-25", "2026-02-26");
      assertThat(failed.path("answer").asText()).isEqualTo("collection_incomplete");
      assertThat(failed.path("sentences").toString())
          .contains("1 records of a content blob failed");
    } finally {
      job.cancel().get();
    }
  }

  private static void put(OpenSearchEndpoint openSearch, String path, String document) {
    openSearch.send("PUT", path + "?refresh=true", document).orThrow();
  }

  private static JsonNode ask(OpenSearchEndpoint openSearch, String from, String to)
      throws Exception {
    Cli.Result result =
        Cli.run(
            "coverage",
            "--json",
            "--opensearch",
            openSearch.uri().toString(),
            "--mailbox",
            "ann.lee@contoso.example",
            "--action",
            "HardDelete",
            "--logon",
            "owner",
            "--from",
            from,
            "--to",
            to);
    assertThat(result.exit()).as(result.err()).isZero();
    return Json.mapper().readTree(result.out());
  }

  private static List<String> table(OpenSearchEndpoint openSearch) {
    return new ArrayList<>(
        Cli.run("coverage", "--json", "--opensearch", openSearch.uri().toString()).lines());
  }

  private static long count(OpenSearchEndpoint openSearch, String index) {
    try {
      return Json.mapper()
          .readTree(openSearch.get("/" + index + "/_count").orThrow())
          .path("count")
          .asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobClient start(SinkConfig config) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    SinkJob.defineWorkflow(
        env, SinkJob.Sources.kafka(config), SinkJob.sink(config), config.parallelism());
    return env.executeAsync(SinkJob.NAME);
  }
}
