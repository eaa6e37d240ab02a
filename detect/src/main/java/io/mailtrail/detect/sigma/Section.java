package io.mailtrail.detect.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A map inside a rule, which knows its path and names it when something is not as it must be. All
 * methods throw {@link RuleException} for that.
 *
 * @param path from the top of the rule, empty for the rule itself
 */
public record Section(String path, Map<String, Object> map) {
  public boolean has(String key) {
    return map.containsKey(key);
  }

  public String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  public Optional<String> text(String key) {
    Object value = map.get(key);
    if (value instanceof List || value instanceof Map) {
      throw new RuleException(at(key), "must be one value");
    }
    return Optional.ofNullable((String) value);
  }

  public String requiredText(String key) {
    return text(key)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new RuleException(at(key), "is missing"));
  }

  /** A list of texts; one text counts as a list of one. */
  public List<String> texts(String key) {
    Object value = map.get(key);
    if (value == null) {
      return List.of();
    }
    List<?> list = value instanceof List<?> many ? many : List.of(value);
    List<String> texts = new ArrayList<>(list.size());
    for (Object item : list) {
      if (!(item instanceof String text)) {
        throw new RuleException(at(key), "must be a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /** The map under a key; empty where there is none. */
  public Section section(String key) {
    Object value = map.get(key);
    return value == null ? new Section(at(key), Map.of()) : of(at(key), value);
  }

  @SuppressWarnings("unchecked") // YamlDocuments makes no other maps
  static Section of(String path, Object value) {
    if (value instanceof Map<?, ?> inner) {
      return new Section(path, (Map<String, Object>) inner);
    }
    throw new RuleException(path, "must be a map");
  }

  /** Refuses every key that is not one of these. */
  public void only(Set<String> known) {
    for (String key : map.keySet()) {
      if (!known.contains(key)) {
        throw new RuleException(at(key), "is not known here; known are " + sorted(known));
      }
    }
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }
}
