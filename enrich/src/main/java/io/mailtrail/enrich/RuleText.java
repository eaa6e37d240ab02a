package io.mailtrail.enrich;

import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.YamlDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of one rule, under the id by which {@code audit.rules} can replace it.
 *
 * @param id the rule's id, else its name, else where it stands
 * @param source where it was read, for messages
 */
public record RuleText(String id, String source, String yaml) {
  /** YAML allows this at the beginning of a line only between documents. */
  private static final Pattern BETWEEN_DOCUMENTS = Pattern.compile("(?m)^(?=---(?:\\s|$))");

  private static final Pattern NO_CONTENT = Pattern.compile("(?:---|#.*|%.*)?\\s*");

  public RuleText {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(yaml, "yaml");
  }

  /**
   * The rules of one file, each on its own. A file whose documents make sense only together ({@code
   * action}) stays whole. What is not YAML stays, too: whoever loads it says what is wrong.
   */
  public static List<RuleText> split(RuleSource file) {
    List<RuleText> rules = new ArrayList<>();
    for (String document : BETWEEN_DOCUMENTS.split(file.yaml(), -1)) {
      if (document.lines().allMatch(line -> NO_CONTENT.matcher(line).matches())) {
        continue;
      }
      String place = rules.isEmpty() ? file.name() : file.name() + "#" + (rules.size() + 1);
      Optional<Map<String, Object>> content = content(document);
      if (content.isPresent() && content.get().containsKey("action")) {
        return List.of(new RuleText(file.name(), file.name(), file.yaml()));
      }
      String id = content.flatMap(RuleText::idOf).orElse(place);
      rules.add(new RuleText(id, place, document));
    }
    return List.copyOf(rules);
  }

  /** The id, else the name, that a rule gives itself; empty where it has none or is no YAML. */
  static Optional<String> idIn(String yaml) {
    return content(yaml).flatMap(RuleText::idOf);
  }

  static Optional<Map<String, Object>> content(String yaml) {
    try {
      List<Map<String, Object>> documents = YamlDocuments.read(yaml);
      return documents.isEmpty() ? Optional.empty() : Optional.of(documents.get(0));
    } catch (RuleException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> idOf(Map<String, Object> rule) {
    for (String key : List.of("id", "name")) {
      if (rule.get(key) instanceof String text && !text.isBlank()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  RuleSource asSource() {
    return new RuleSource(source, yaml);
  }
}
