package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an alert says of the collection behind it, in words. */
final class AlertCollection {
  private static final Set<String> SAID = Set.of("from", "to", "collected");
  private static final int MAX_LINES = 20;

  private AlertCollection() {}

  /**
   * @param coverage the alert's own JSON: it may say more than this release has names for
   */
  static AlertView.Collection of(Alert alert, JsonNode coverage) {
    Alert.Coverage said = alert.coverage();
    if (said == null) {
      return new AlertView.Collection(
          "not stated",
          "open",
          "The alert does not say whether everything of its time was collected. Collection does.",
          "",
          "",
          List.of());
    }
    String sentence =
        switch (said.collected()) {
          case COMPLETE -> "Everything of the time that the rule looked at has been collected.";
          case INCOMPLETE ->
              "Something of the time that the rule looked at is missing or has not come yet: there"
                  + " may be more to this than the records show.";
          case UNKNOWN ->
              "Nobody can tell whether everything of the time that the rule looked at is here.";
        };
    String tone =
        switch (said.collected()) {
          case COMPLETE -> "good";
          case INCOMPLETE -> "bad";
          case UNKNOWN -> "open";
        };
    return new AlertView.Collection(
        said.collected().name().toLowerCase(Locale.ROOT),
        tone,
        sentence,
        Show.time(said.from()),
        Show.time(said.to()),
        more(coverage));
  }

  private static List<String> more(JsonNode coverage) {
    List<String> lines = new ArrayList<>();
    coverage
        .properties()
        .forEach(
            property -> {
              if (!SAID.contains(property.getKey())) {
                add(property.getValue(), lines);
              }
            });
    if (lines.size() > MAX_LINES) {
      int rest = lines.size() - MAX_LINES;
      return List.copyOf(concat(lines.subList(0, MAX_LINES), "... and " + rest + " more"));
    }
    return lines;
  }

  private static List<String> concat(List<String> lines, String last) {
    List<String> all = new ArrayList<>(lines);
    all.add(last);
    return all;
  }

  /** A text is a line, and so is what an object holds. */
  private static void add(JsonNode value, List<String> lines) {
    if (value.isArray()) {
      value.forEach(element -> add(element, lines));
    } else if (value.isObject()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> add(part, parts));
      lines.add(String.join(" · ", parts));
    } else if (!value.isNull() && !value.asText().isEmpty()) {
      lines.add(
          Show.parseInstant(value.asText())
              .map(Show::time)
              .orElseGet(() -> Show.cut(value.asText(), 500)));
    }
  }
}
