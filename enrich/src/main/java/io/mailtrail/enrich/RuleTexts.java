package io.mailtrail.enrich;

import io.mailtrail.detect.RuleSource;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules that a job starts with, as they travel to the tasks: text, compiled where they run.
 *
 * @param byName YAML by the name of its file
 */
public record RuleTexts(LinkedHashMap<String, String> byName) implements Serializable {
  public RuleTexts {
    byName = new LinkedHashMap<>(byName);
  }

  public static RuleTexts of(Map<String, String> byName) {
    return new RuleTexts(new LinkedHashMap<>(byName));
  }

  public static RuleTexts of(List<RuleSource> sources) {
    LinkedHashMap<String, String> byName = new LinkedHashMap<>();
    sources.forEach(source -> byName.put(source.name(), source.yaml()));
    return new RuleTexts(byName);
  }

  /** Each rule on its own, in the order of the files. */
  public List<RuleText> rules() {
    return SharedRules.split(
        byName.entrySet().stream()
            .map(entry -> new RuleSource(entry.getKey(), entry.getValue()))
            .toList());
  }
}
