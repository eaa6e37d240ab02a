package io.mailtrail.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Json;
import io.mailtrail.normalise.Event;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IndexedEventTest {
  @Test
  void everyBundledRuleMatchesAnIndexedEventAsItMatchesTheEvent() throws IOException {
    List<RuleSource> sources = RuleFiles.sources(List.of());
    RuleSet rules = RuleSet.load(sources);
    Lookups lookups = Lookups.bundled();
    List<Finding> findings =
        new RuleChecker(
                sources,
                rules,
                Arrays.stream(ContentType.values())
                    .map(ContentType::wireName)
                    .collect(Collectors.toSet()),
                lookups,
                null)
            .check();
    Normaliser normaliser = new Normaliser(lookups);
    List<String> differing = new ArrayList<>();
    long matches = 0;
    for (Finding finding : findings) {
      for (JsonNode record : records(finding)) {
        Outcome outcome = normaliser.normalise(RecordMaker.raw(Json.bytes(record)));
        Event event = ((Outcome.Normalised) outcome).event();
        IndexedEvent indexed = new IndexedEvent(Json.mapper().readTree(event.json()));
        for (var rule : rules.rules()) {
          Expression expression = rules.expression(rule.id()).orElse(null);
          if (expression != null) {
            boolean is = expression.matches(event);
            matches += is ? 1 : 0;
            if (is != expression.matches(indexed)) {
              differing.add(rule.id() + (is ? " only before" : " only behind") + ": " + record);
            }
          }
        }
      }
    }
    assertThat(matches).isGreaterThan(100);
    assertThat(differing).isEmpty();
  }

  private static List<JsonNode> records(Finding finding) {
    return finding.records() == null ? List.of() : finding.records();
  }
}
