package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenSearchServerIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeEach
  void letOthersPass() throws IOException {
    OpenFolders.letOthersPass(folder);
  }

  @ParameterizedTest
  @EnumSource
  void offersWhatThePipelineUsesAndKeepsItOverARestart(OpenSearchLine line) throws IOException {
    Optional<String> unavailable = OpenSearchServer.unavailable(line);
    Assumptions.assumeTrue(unavailable.isEmpty(), () -> "NOT TESTED: " + unavailable.orElse(""));
    String cluster;
    ProcessHandle process;
    try (OpenSearchServer server = start(line)) {
      OpenSearchEndpoint openSearch = endpoint(server);
      JsonNode about = json(openSearch.get("/"));
      cluster = about.at("/cluster_uuid").asText();
      assertThat(about.at("/version/number").asText()).isEqualTo(line.version());
      assertThat(server.why()).contains(line.version()).endsWith(".");
      process = ProcessHandle.of(server.pid()).orElseThrow();
      assertThat(process.info().user()).isPresent().get().isNotEqualTo("root");

      openSearch.send("PUT", "/events", Resource.text("events-index.json")).orThrow();
      index(openSearch);
      assertFoundByEveryKindOfField(openSearch);
      assertScriptsPipelinesAndReindexing(openSearch);
    }
    assertThat(process.isAlive()).isFalse();
    try (OpenSearchServer server = start(line)) {
      OpenSearchEndpoint openSearch = endpoint(server);
      assertThat(json(openSearch.get("/")).at("/cluster_uuid").asText()).isEqualTo(cluster);
      assertFoundByEveryKindOfField(openSearch);
    }
  }

  private OpenSearchServer start(OpenSearchLine line) {
    return OpenSearchServer.start(ServerOptions.in(folder).withShortLived(true), Optional.of(line));
  }

  /** The higher external version wins, whichever comes first. */
  private static void index(OpenSearchEndpoint openSearch) {
    String document = Resource.text("event.json");
    String path = "/events/_doc/1?version_type=external&refresh=true&version=";
    openSearch.send("PUT", path + 3, document).orThrow();
    assertThat(openSearch.send("PUT", path + 2, document).status()).isEqualTo(409);
  }

  private static void assertFoundByEveryKindOfField(OpenSearchEndpoint openSearch)
      throws IOException {
    for (JsonNode query : JSON.readTree(Resource.text("queries.json"))) {
      String body = JSON.createObjectNode().set("query", query).toString();
      JsonNode found = json(openSearch.send("POST", "/events/_search", body));
      assertThat(found.at("/hits/total/value").asInt()).as(query.toString()).isEqualTo(1);
    }
    JsonNode histogram =
        json(openSearch.send("POST", "/events/_search", Resource.text("histogram.json")));
    assertThat(histogram.at("/aggregations/hours/buckets/0/doc_count").asInt()).isEqualTo(1);
  }

  private static void assertScriptsPipelinesAndReindexing(OpenSearchEndpoint openSearch)
      throws IOException {
    openSearch
        .send("PUT", "/_ingest/pipeline/upper", Resource.text("ingest-pipeline.json"))
        .orThrow();
    JsonNode reindexed =
        json(
            openSearch.send(
                "POST",
                "/_reindex?refresh=true",
                "{\"source\":{\"index\":\"events\"},"
                    + "\"dest\":{\"index\":\"copy\",\"pipeline\":\"upper\"}}"));
    assertThat(reindexed.at("/created").asInt()).isEqualTo(1);
    JsonNode copy = json(openSearch.get("/copy/_doc/1")).at("/_source");
    assertThat(copy.at("/scripted").asText()).isEqualTo("ALICE@ACME.EXAMPLE");
    assertThat(copy.at("/first_word").asText()).isEqualTo("Alice");
  }

  private static OpenSearchEndpoint endpoint(OpenSearchServer server) {
    return new OpenSearchEndpoint(server.uri(), server.version());
  }

  private static JsonNode json(OpenSearchEndpoint.Answer answer) throws IOException {
    return JSON.readTree(answer.orThrow());
  }
}
