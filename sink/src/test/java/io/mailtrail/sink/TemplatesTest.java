package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Alert;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  @Test
  void everyTemplateIsVersionedAndFixesItsFields() {
    assertThat(Templates.bundled()).hasSize(5);
    for (Templates.Template template : Templates.bundled()) {
      assertThat(template.version()).as(template.name()).isPositive();
      assertThat(template.mappings().path("dynamic").asText()).isEqualTo("false");
      int limit = template.body().at("/template/settings/index/mapping/total_fields/limit").asInt();
      assertThat(countedFields(template.mappings())).as(template.name()).isLessThan(limit);
    }
  }

  @Test
  void theAliasFindsEveryMonth() {
    Templates.Template events = Templates.bundled().get(0);

    assertThat(events.pattern()).isEqualTo(EventIndex.PATTERN);
    assertThat(events.body().path("template").path("aliases").has(EventIndex.ALIAS)).isTrue();
    assertThat(EventIndex.of(TestDocuments.TIME)).startsWith(EventIndex.ALIAS + "-");
    assertThat(EventIndex.EMPTY).startsWith(EventIndex.ALIAS + "-");
  }

  @Test
  void alertsFailuresTheLedgerAndCoverageAreMappedAsTheModelHasThem() {
    assertThat(topLevel(1)).isEqualTo(components(Alert.class));
    assertThat(topLevel(2)).isEqualTo(components(FailedRecord.class));
    assertThat(topLevel(3)).isEqualTo(components(LedgerEntry.class));
    assertThat(topLevel(4)).isEqualTo(components(CoverageStatement.class));
    assertThat(fields(Templates.bundled().get(4).mappings()).keySet())
        .containsAll(
            Arrays.stream(CoverageStatement.Assertion.class.getRecordComponents())
                .map(component -> "settings." + component.getName())
                .toList());
    assertThat(fields(Templates.bundled().get(1).mappings()).keySet())
        .containsAll(
            Arrays.stream(Alert.Evidence.class.getRecordComponents())
                .map(component -> "evidence." + component.getName())
                .toList());
  }

  @Test
  void aTimeOfTheModelIsADate() {
    for (Map.Entry<Integer, Class<?>> kind :
        Map.<Integer, Class<?>>of(
                1, Alert.class,
                2, FailedRecord.class,
                3, LedgerEntry.class,
                4, CoverageStatement.class)
            .entrySet()) {
      Map<String, String> fields = fields(Templates.bundled().get(kind.getKey()).mappings());
      for (RecordComponent component : kind.getValue().getRecordComponents()) {
        assertThat(fields.getOrDefault(component.getName(), "object").equals("date"))
            .as(component.getName())
            .isEqualTo(component.getType() == Instant.class);
      }
    }
  }

  @Test
  void theReplicasAreThoseAskedFor() throws Exception {
    JsonNode body = Json.mapper().readTree(Templates.bundled().get(0).withReplicas(2));

    assertThat(body.at("/template/settings/index/number_of_replicas").asInt()).isEqualTo(2);
    assertThat(
            Templates.bundled()
                .get(0)
                .body()
                .at("/template/settings/index/number_of_replicas")
                .asInt())
        .isZero();
  }

  private static Set<String> topLevel(int template) {
    Set<String> names = new TreeSet<>();
    Templates.bundled()
        .get(template)
        .mappings()
        .path("properties")
        .fieldNames()
        .forEachRemaining(names::add);
    assertThat(names.remove("@timestamp")).isTrue();
    return names;
  }

  private static Set<String> components(Class<?> type) {
    Set<String> names = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      names.add(component.getName());
    }
    return names;
  }

  /** Path to type, multi-fields left out. */
  static Map<String, String> fields(JsonNode mapping) {
    Map<String, String> fields = new TreeMap<>();
    collect("", mapping.path("properties"), fields);
    return fields;
  }

  private static void collect(String prefix, JsonNode properties, Map<String, String> fields) {
    properties
        .properties()
        .forEach(
            entry -> {
              String path = prefix + entry.getKey();
              if (entry.getValue().has("properties")) {
                collect(path + ".", entry.getValue().path("properties"), fields);
              } else {
                fields.put(path, entry.getValue().path("type").asText());
              }
            });
  }

  /** As OpenSearch counts: objects and multi-fields, too. */
  private static int countedFields(JsonNode mapping) {
    int count = 0;
    for (String part : new String[] {"properties", "fields"}) {
      for (JsonNode field : mapping.path(part)) {
        count += 1 + countedFields(field);
      }
    }
    return count;
  }
}
