package io.mailtrail.model.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The settings of one process, read once: a YAML file, overridden by the environment. A getter
 * never throws for a bad value: it notes the problem and gives a harmless value, so that {@link
 * #check()} can name every problem at once. Not thread-safe.
 */
public final class Settings {
  private final List<Setting> known;
  private final Map<String, String> values;
  private final List<String> problems;

  private Settings(List<Setting> known, Map<String, String> values, List<String> problems) {
    this.known = List.copyOf(known);
    this.values = values;
    this.problems = problems;
  }

  /**
   * Reads the file, if there is one, and the environment. Keys that no setting declares are
   * problems; so are variables that begin with {@code MAILTRAIL_} in a file, never those of the
   * environment, which several processes share.
   */
  public static Settings load(
      Optional<Path> file, Map<String, String> environment, List<Setting> known) {
    List<String> problems = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    file.ifPresent(path -> readFile(path, values, problems));
    for (String key : values.keySet()) {
      if (known.stream().noneMatch(setting -> setting.matches(key))) {
        problems.add(key + ": no such setting");
      }
    }
    Map<String, String> concrete = new TreeMap<>();
    values.keySet().forEach(key -> concrete.put(Setting.environmentVariable(key), key));
    for (Setting setting : known) {
      if (!setting.key().contains("*")) {
        concrete.put(setting.environmentVariable(), setting.key());
      }
    }
    concrete.forEach(
        (variable, key) -> {
          if (environment.containsKey(variable)) {
            values.put(key, environment.get(variable));
          }
        });
    addNamedFromEnvironment(environment, known, values);
    return new Settings(known, values, problems);
  }

  /** Settings from texts, for tests and for wiring in one process. */
  public static Settings of(Map<String, String> values, List<Setting> known) {
    return new Settings(known, new LinkedHashMap<>(values), new ArrayList<>());
  }

  /**
   * {@code MAILTRAIL_TENANTS_ACME_ID} sets {@code tenants.acme.id}, in the file or not. Where one
   * setting's name ends like another's, as {@code client-id} and {@code id}, the longer one is
   * meant.
   */
  private static void addNamedFromEnvironment(
      Map<String, String> environment, List<Setting> known, Map<String, String> values) {
    List<Setting> named =
        known.stream()
            .filter(setting -> setting.key().contains(".*."))
            .sorted(Comparator.comparingInt((Setting setting) -> setting.key().length()).reversed())
            .toList();
    environment.forEach(
        (variable, value) -> {
          for (Setting setting : named) {
            int star = setting.key().indexOf(".*.");
            String group = setting.key().substring(0, star);
            String prefix = Setting.environmentVariable(group) + "_";
            String suffix =
                Setting.environmentVariable(setting.key().substring(star + 3))
                    .substring("MAILTRAIL".length());
            int nameEnd = variable.length() - suffix.length();
            if (variable.startsWith(prefix)
                && variable.endsWith(suffix)
                && nameEnd > prefix.length()) {
              String name = chosenName(variable.substring(prefix.length(), nameEnd), group, values);
              values.put(setting.key().replace("*", name), value);
              return;
            }
          }
        });
  }

  /** The name that the file uses, if the variable can mean it; {@code acme-eu} for ACME_EU. */
  private static String chosenName(String inVariable, String group, Map<String, String> values) {
    return namesIn(values, group).stream()
        .filter(name -> Setting.environmentVariable(name).equals("MAILTRAIL_" + inVariable))
        .findFirst()
        .orElseGet(() -> inVariable.toLowerCase(Locale.ROOT));
  }

  private static void readFile(Path file, Map<String, String> values, List<String> problems) {
    try {
      JsonNode root = new YAMLMapper().readTree(Files.readAllBytes(file));
      if (root != null && !root.isMissingNode() && !root.isNull()) {
        flatten("", root, values);
      }
    } catch (IOException e) {
      problems.add(file + ": cannot be read: " + e.getMessage());
    }
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  flatten(
                      prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                      field.getValue(),
                      values));
    } else if (node.isArray()) {
      List<String> parts = new ArrayList<>();
      node.forEach(element -> parts.add(element.asText()));
      values.put(prefix, String.join(",", parts));
    } else {
      values.put(prefix, node.asText());
    }
  }

  public String text(String key) {
    String value = values.get(key);
    if (value != null) {
      return value.strip();
    }
    String defaultValue = declaration(key).defaultValue();
    if (defaultValue == null) {
      problems.add(key + ": is required (or " + Setting.environmentVariable(key) + ")");
      return "";
    }
    return defaultValue;
  }

  public Secret secret(String key) {
    return new Secret(text(key));
  }

  public Optional<Path> path(String key) {
    String text = text(key);
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /** A comma-separated list, without blanks. */
  public List<String> list(String key) {
    List<String> parts = new ArrayList<>();
    for (String part : text(key).split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return List.copyOf(parts);
  }

  public int integer(String key, int min, int max) {
    int value = parse(key, Integer::parseInt, min, "a whole number");
    if (value < min || value > max) {
      problems.add(key + ": must be from " + min + " to " + max + ", is " + value);
      return min;
    }
    return value;
  }

  /**
   * An ISO duration without its {@code PT}, such as {@code 90s}, {@code 15m}, {@code 1h30m}, or
   * {@code 7d}.
   */
  public Duration duration(String key) {
    return parse(
        key, Settings::parseDuration, Duration.ofSeconds(1), "a duration such as 30s, 15m, 7d");
  }

  private static Duration parseDuration(String text) {
    try {
      if (text.endsWith("ms")) {
        return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
      }
      return text.endsWith("d")
          ? Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)))
          : Duration.parse("PT" + text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** An absolute http or https address. */
  public URI uri(String key) {
    URI fallback = URI.create("http://invalid.invalid");
    URI uri = parse(key, URI::create, fallback, "an http or https address");
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      problems.add(key + ": must be an http or https address, is " + uri);
      return fallback;
    }
    return uri;
  }

  public boolean flag(String key) {
    String text = text(key);
    if (!text.equals("true") && !text.equals("false")) {
      problems.add(key + ": must be true or false, is " + text);
    }
    return text.equals("true");
  }

  /** The names a user chose under a prefix: {@code names("tenants")} for {@code tenants.*.id}. */
  public Set<String> names(String prefix) {
    return namesIn(values, prefix);
  }

  private static Set<String> namesIn(Map<String, String> values, String prefix) {
    Set<String> names = new TreeSet<>();
    for (String key : values.keySet()) {
      if (key.startsWith(prefix + ".") && key.indexOf('.', prefix.length() + 1) > 0) {
        names.add(key.substring(prefix.length() + 1, key.indexOf('.', prefix.length() + 1)));
      }
    }
    return names;
  }

  /** Notes a problem that only the caller can see. */
  public void problem(String key, String what) {
    problems.add(key + ": " + what);
  }

  /**
   * @throws ConfigException with every problem found so far
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems.stream().distinct().toList());
    }
  }

  private <T> T parse(String key, Function<String, T> parser, T fallback, String expected) {
    String text = text(key);
    try {
      return text.isEmpty() ? fallback : parser.apply(text);
    } catch (IllegalArgumentException e) {
      problems.add(key + ": must be " + expected + ", is \"" + text + "\"");
      return fallback;
    }
  }

  private Setting declaration(String key) {
    return known.stream()
        .filter(setting -> setting.matches(key))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("setting is not declared: " + key));
  }
}
