package io.mailtrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs what the saved objects of OpenSearch Dashboards would ask, and finds the sample data. */
@WithServers
class SavedObjectsIT {
  private static final Path FILE = Path.of("opensearch-dashboards/mailtrail.ndjson");
  private static final Map<String, JsonNode> OBJECTS = read();

  private final OpenSearchEndpoint openSearch;

  SavedObjectsIT(OpenSearchEndpoint openSearch) {
    this.openSearch = openSearch;
  }

  @BeforeAll
  static void fill(OpenSearchEndpoint openSearch) {
    openSearch.clear();
    SampleIndices.fill(openSearch.uri(), SampleData.make());
  }

  private static Map<String, JsonNode> read() {
    Map<String, JsonNode> objects = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(FILE)) {
        JsonNode object = Json.mapper().readTree(line);
        objects.put(object.path("type").asText() + ":" + object.path("id").asText(), object);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return objects;
  }

  static Stream<String> queries() {
    return OBJECTS.keySet().stream()
        .filter(key -> key.startsWith("visualization:") || key.startsWith("search:"));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void everyQueryRunsAndFindsSomething(String key) throws IOException {
    JsonNode object = OBJECTS.get(key);
    JsonNode attributes = object.path("attributes");
    JsonNode source = embedded(attributes.path("kibanaSavedObjectMeta"), "searchSourceJSON");
    ObjectNode request = Json.mapper().createObjectNode().put("size", 1);
    request.set("query", query(source));
    JsonNode aggregations = embedded(attributes, "visState").path("aggs");
    addAggregations(request, aggregations);

    JsonNode answer = search(index(object, source), request);

    assertThat(answer.path("hits").path("total").path("value").asLong()).isPositive();
    assertThat(answer.path("_shards").path("failed").asInt()).isZero();
    JsonNode level = answer.path("aggregations");
    for (JsonNode aggregation : aggregations) {
      if (!aggregation.path("schema").asText().equals("metric")) {
        JsonNode buckets = level.path(aggregation.path("id").asText()).path("buckets");
        assertThat(buckets.size()).as("buckets of %s", aggregation).isPositive();
        level = buckets.path(0);
      }
    }
  }

  @Test
  void everyFieldThatIsAskedForIsMapped() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (JsonNode object : OBJECTS.values()) {
      JsonNode attributes = object.path("attributes");
      attributes.path("columns").forEach(column -> asked.add(column.asText()));
      attributes.path("sort").forEach(sort -> asked.add(sort.path(0).asText()));
      for (JsonNode aggregation : embedded(attributes, "visState").path("aggs")) {
        asked.add(aggregation.path("params").path("field").asText("@timestamp"));
      }
    }
    String answer = openSearch.get("/mailtrail-*/_field_caps?fields=*").orThrow();
    Set<String> mapped = new TreeSet<>();
    Json.mapper().readTree(answer).path("fields").fieldNames().forEachRemaining(mapped::add);

    assertThat(asked).hasSizeGreaterThan(10);
    assertThat(mapped).containsAll(asked);
  }

  @Test
  void everyReferenceLeadsToAnObjectAndEveryPanelHasOne() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (JsonNode object : OBJECTS.values()) {
      for (JsonNode reference : object.path("references")) {
        String key = reference.path("type").asText() + ":" + reference.path("id").asText();
        assertThat(OBJECTS).containsKey(key);
        shown.add(key);
      }
    }
    for (String name : List.of("dashboard:mailtrail-overview", "dashboard:mailtrail-collection")) {
      JsonNode dashboard = OBJECTS.get(name);
      Set<String> names = new TreeSet<>();
      dashboard.path("references").forEach(reference -> names.add(reference.path("name").asText()));
      JsonNode panels = embedded(dashboard.path("attributes"), "panelsJSON");
      assertThat(panels).as(name).hasSameSizeAs(names);
      for (JsonNode panel : panels) {
        assertThat(names).contains(panel.path("panelRefName").asText());
      }
    }
    assertThat(OBJECTS.keySet().stream().filter(key -> key.startsWith("visualization:")))
        .allMatch(shown::contains);
  }

  @Test
  void everyIndexThatTheSinkWritesHasAPatternAndASearch() {
    for (String index :
        List.of(
            "mailtrail-events",
            "mailtrail-alerts",
            "mailtrail-failed",
            "mailtrail-ledger",
            "mailtrail-coverage")) {
      assertThat(OBJECTS).containsKey("index-pattern:" + index);
      assertThat(OBJECTS.entrySet())
          .as("a saved search over %s", index)
          .anyMatch(
              object ->
                  object.getKey().startsWith("search:")
                      && object.getValue().at("/references/0/id").asText().equals(index));
    }
  }

  /** JSON that stands as text in a field. */
  private static JsonNode embedded(JsonNode parent, String field) throws IOException {
    return Json.mapper().readTree(parent.path(field).asText("{}"));
  }

  private static ObjectNode query(JsonNode source) {
    assertThat(source.path("query").path("language").asText()).isEqualTo("lucene");
    assertThat(source.path("filter").isEmpty()).isTrue();
    ObjectNode query = Json.mapper().createObjectNode();
    String text = source.path("query").path("query").asText();
    if (text.isEmpty()) {
      query.putObject("match_all");
    } else {
      // What Dashboards sends for its Lucene language.
      query.putObject("query_string").put("query", text).put("analyze_wildcard", true);
    }
    return query;
  }

  private static String index(JsonNode object, JsonNode source) {
    String name = source.path("indexRefName").asText();
    for (JsonNode reference : object.path("references")) {
      if (reference.path("name").asText().equals(name)) {
        return OBJECTS
            .get("index-pattern:" + reference.path("id").asText())
            .path("attributes")
            .path("title")
            .asText();
      }
    }
    throw new AssertionError("no index pattern: " + object);
  }

  /** Buckets nest in the order they stand; metrics stand in each of them. */
  private static void addAggregations(ObjectNode request, JsonNode aggregations) {
    ObjectNode parent = request;
    for (JsonNode aggregation : aggregations) {
      if (!aggregation.path("schema").asText().equals("metric")) {
        ObjectNode level = parent.withObjectProperty("aggs");
        parent = level.putObject(aggregation.path("id").asText());
        parent.set(bucketType(aggregation), bucket(aggregation));
        for (JsonNode metric : aggregations) {
          if (metric.path("type").asText().equals("cardinality")) {
            ObjectNode values =
                parent.withObjectProperty("aggs").putObject(metric.path("id").asText());
            values
                .putObject("cardinality")
                .put("field", metric.path("params").path("field").asText());
          }
        }
      }
    }
  }

  private static String bucketType(JsonNode aggregation) {
    String type = aggregation.path("type").asText();
    assertThat(type).isIn("terms", "date_histogram");
    return type;
  }

  private static ObjectNode bucket(JsonNode aggregation) {
    JsonNode parameters = aggregation.path("params");
    ObjectNode bucket = Json.mapper().createObjectNode();
    bucket.put("field", parameters.path("field").asText());
    if (aggregation.path("type").asText().equals("terms")) {
      bucket.put("size", parameters.path("size").asInt());
      // orderBy 1 is the count.
      assertThat(parameters.path("orderBy").asText()).isEqualTo("1");
      bucket.putObject("order").put("_count", parameters.path("order").asText());
    } else {
      assertThat(parameters.path("interval").asText()).isEqualTo("auto");
      bucket
          .put("fixed_interval", "3h")
          .put("min_doc_count", parameters.path("min_doc_count").asInt());
    }
    return bucket;
  }

  private JsonNode search(String index, ObjectNode request) throws IOException {
    String body = Json.mapper().writeValueAsString(request);
    return Json.mapper()
        .readTree(openSearch.send("POST", "/" + index + "/_search", body).orThrow());
  }
}
