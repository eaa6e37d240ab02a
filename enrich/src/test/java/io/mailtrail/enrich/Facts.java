package io.mailtrail.enrich;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Matcher;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.Sink;
import io.mailtrail.model.Alert;
import io.mailtrail.model.EventFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes facts as the job does: by matching events against the rules. */
final class Facts {
  private final Matcher matcher;
  private final Shapes shapes;

  Facts(RuleTexts rules) {
    RuleSet loaded = RuleSet.load(rules.rules().stream().map(RuleText::asSource).toList());
    if (!loaded.errors().isEmpty()) {
      throw new AssertionError(loaded.errors().toString());
    }
    matcher = new Matcher(loaded);
    shapes = new Shapes(new Correlator(loaded));
  }

  /** The facts of an event of tenant {@code t}. */
  Fact[] of(String id, Instant time, Map<String, String> fields) {
    List<Fact> facts = new ArrayList<>();
    matcher.match(
        new Event("t/" + id, time.toEpochMilli(), Map.copyOf(fields)),
        new Sink() {
          @Override
          public void fact(Fact fact) {
            facts.add(shapes.keyed(fact));
          }

          @Override
          public void alert(Alert alert) {
            throw new AssertionError("no rule of one record here");
          }
        });
    return facts.toArray(new Fact[0]);
  }

  private record Event(String recordId, long time, Map<String, String> fields)
      implements EventFields {
    @Override
    public String tenant() {
      return "t";
    }

    @Override
    public String message() {
      return fields.get("user.email") + " did " + fields.get("Operation");
    }

    @Override
    public List<String> values(String field) {
      String value = fields.get(field);
      return value == null ? List.of() : List.of(value);
    }
  }
}
