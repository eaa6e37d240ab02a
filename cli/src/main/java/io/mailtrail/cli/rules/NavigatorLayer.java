package io.mailtrail.cli.rules;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mailtrail.detect.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A layer of the ATT&CK Navigator, in version 4.5 of its format.
 *
 * @see <a
 *     href="https://github.com/mitre-attack/attack-navigator/blob/master/layers/spec/v4.5/layerformat.md">the
 *     format</a>
 */
record NavigatorLayer(
    String name,
    Versions versions,
    String domain,
    String description,
    int sorting,
    boolean hideDisabled,
    List<Technique> techniques,
    Gradient gradient) {

  private static final Pattern TECHNIQUE = Pattern.compile("attack\\.(t[0-9]{4}(?:\\.[0-9]{3})?)");
  private static final int BY_SCORE_DESCENDING = 3;

  /** Of ATT&CK, the Navigator, and the format. */
  record Versions(String attack, String navigator, String layer) {}

  /** One technique; the comment names the rules. */
  record Technique(
      @JsonProperty("techniqueID") String techniqueId,
      int score,
      String comment,
      boolean enabled) {}

  /** The colours of scores. */
  record Gradient(List<String> colors, int minValue, int maxValue) {}

  static NavigatorLayer of(String name, List<Rule> rules) {
    Map<String, List<String>> titles = new TreeMap<>();
    for (Rule rule : rules) {
      for (String tag : rule.tags()) {
        var matcher = TECHNIQUE.matcher(tag.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
          titles
              .computeIfAbsent(matcher.group(1).toUpperCase(Locale.ROOT), id -> new ArrayList<>())
              .add(rule.title());
        }
      }
    }
    List<Technique> techniques = new ArrayList<>();
    titles.forEach(
        (id, of) -> techniques.add(new Technique(id, of.size(), String.join("\n", of), true)));
    int most = techniques.stream().mapToInt(Technique::score).max().orElse(1);
    return new NavigatorLayer(
        name,
        new Versions("17", "5.1.0", "4.5"),
        "enterprise-attack",
        rules.size() + " rules over the Office 365 Management Activity API",
        BY_SCORE_DESCENDING,
        false,
        List.copyOf(techniques),
        new Gradient(List.of("#e8f1fa", "#1f6fb2"), 1, Math.max(2, most)));
  }
}
