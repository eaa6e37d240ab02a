package io.mailtrail.detect;

import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The documents of one file, with Sigma's rule collections resolved: {@code action: global} is part
 * of every document after it, {@code action: reset} ends that, {@code action: repeat} is the
 * document before with changes.
 */
final class RuleDocuments {
  private final List<Section> rules = new ArrayList<>();
  private Map<String, Object> global = Map.of();
  private Map<String, Object> previous = Map.of();
  private int withGlobalId;

  private RuleDocuments() {}

  static List<Section> resolve(List<Map<String, Object>> documents) {
    RuleDocuments reader = new RuleDocuments();
    documents.forEach(reader::read);
    return reader.rules;
  }

  private void read(Map<String, Object> document) {
    Object action = document.get("action");
    Map<String, Object> own = new LinkedHashMap<>(document);
    own.remove("action");
    if (action == null) {
      add(merge(global, own), own);
      return;
    }
    switch (action instanceof String text ? text.toLowerCase(Locale.ROOT) : "") {
      case "global" -> {
        global = merge(global, own);
        withGlobalId = 0;
      }
      case "reset" -> global = Map.of();
      case "repeat" -> add(merge(previous, own), own);
      default -> throw new RuleException("action", action + " is none of global, reset, repeat");
    }
  }

  /** Rules that share the id of their collection are numbered from the second on. */
  private void add(Map<String, Object> rule, Map<String, Object> own) {
    previous = rule;
    Map<String, Object> numbered = new LinkedHashMap<>(rule);
    if (!own.containsKey("id") && rule.get("id") instanceof String id && ++withGlobalId > 1) {
      numbered.put("id", id + "/" + withGlobalId);
    }
    rules.add(new Section("", numbered));
  }

  @SuppressWarnings("unchecked") // YamlDocuments makes no other maps
  private static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> over) {
    Map<String, Object> merged = new LinkedHashMap<>(base);
    over.forEach(
        (key, value) -> {
          Object below = merged.get(key);
          merged.put(
              key,
              below instanceof Map<?, ?> && value instanceof Map<?, ?>
                  ? merge((Map<String, Object>) below, (Map<String, Object>) value)
                  : value);
        });
    return merged;
  }
}
