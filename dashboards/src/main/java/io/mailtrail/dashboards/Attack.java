package io.mailtrail.dashboards;

import com.fasterxml.jackson.core.type.TypeReference;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Sigma's ATT&CK tags mean, and what one does about them. Immutable. */
final class Attack {
  /** {@code attack.t1564.008}: the number and, perhaps, that of the sub-technique. */
  private static final Pattern TECHNIQUE =
      Pattern.compile("attack\\.(t\\d{4})(?:\\.(\\d{3}))?", Pattern.CASE_INSENSITIVE);

  /** Stands for whatever the tags are. */
  private static final String ANY = "*";

  /**
   * @param next steps of the response, most urgent first
   */
  record Technique(String name, List<String> next) {}

  private final Map<String, Technique> techniques;

  private Attack(Map<String, Technique> techniques) {
    this.techniques = Map.copyOf(techniques);
  }

  static Attack bundled() {
    try (InputStream in = Attack.class.getResourceAsStream("attack.json")) {
      return new Attack(
          Json.mapper().readValue(in, new TypeReference<Map<String, Technique>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  AlertView.Tag tag(String tag) {
    Matcher matcher = TECHNIQUE.matcher(tag);
    if (!matcher.matches()) {
      String label = tag.startsWith("attack.") ? tag.substring("attack.".length()) : tag;
      return new AlertView.Tag(label.replace('_', ' ').replace('-', ' '), "", null);
    }
    String id = id(matcher);
    Technique technique = techniques.get(id);
    String page = "https://attack.mitre.org/techniques/" + id.replace('.', '/') + "/";
    return new AlertView.Tag(id, technique == null ? "" : technique.name(), page);
  }

  private static String id(Matcher matcher) {
    String technique = matcher.group(1).toUpperCase(Locale.ROOT);
    return matcher.group(2) == null ? technique : technique + "." + matcher.group(2);
  }

  /** The steps that these tags call for, each once. */
  List<String> next(List<String> tags) {
    Set<String> steps = new LinkedHashSet<>(techniques.get(ANY).next());
    for (String tag : tags) {
      Matcher matcher = TECHNIQUE.matcher(tag);
      if (matcher.matches() && techniques.containsKey(id(matcher))) {
        steps.addAll(techniques.get(id(matcher)).next());
      }
    }
    return List.copyOf(steps);
  }
}
