package io.mailtrail.detect.sigma;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.detect.sigma.LogSource.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The log sources of Sigma that this feed serves, read from {@code log-sources.yaml} beside this
 * class. Immutable, thread-safe.
 */
public final class LogSources {
  private static final LogSources BUNDLED = bundled();

  private record Entry(String product, String service, LogSource source) {}

  private final List<Entry> entries;

  private LogSources(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  public static LogSources standard() {
    return BUNDLED;
  }

  private static LogSources bundled() {
    try (InputStream in = LogSources.class.getResourceAsStream("log-sources.yaml")) {
      return parse(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("log-sources.yaml cannot be read", e);
    }
  }

  static LogSources parse(String yaml) {
    Section file = new Section("", YamlDocuments.read(yaml).get(0));
    Map<String, List<Target>> everywhere = targets(file.section("everywhere"));
    List<Entry> entries = new ArrayList<>();
    for (Object item : (List<?>) file.map().get("sources")) {
      Section entry = Section.of("sources", item);
      Map<String, List<Target>> targets = new HashMap<>(everywhere);
      targets.putAll(targets(entry.section("fields")));
      entries.add(
          new Entry(
              entry.requiredText("product"),
              entry.text("service").orElse(null),
              new LogSource(when(entry), targets, Placeholders.NONE)));
    }
    return new LogSources(entries);
  }

  private static Map<String, List<Target>> targets(Section fields) {
    Map<String, List<Target>> targets = new HashMap<>();
    fields.map().forEach((name, value) -> targets.put(name, list(fields.at(name), value)));
    return targets;
  }

  private static List<Target> list(String path, Object value) {
    List<?> items = value instanceof List<?> many ? many : List.of(value);
    return items.stream().map(item -> target(path, item)).toList();
  }

  private static Target target(String path, Object item) {
    if (item instanceof String field) {
      return new Target(field, null, Map.of(), null);
    }
    Section target = Section.of(path, item);
    Section written = target.section("values");
    Map<String, List<String>> values = new HashMap<>();
    written.map().keySet().forEach(v -> values.put(v.toLowerCase(Locale.ROOT), written.texts(v)));
    return new Target(
        target.requiredText("field"),
        when(target),
        Map.copyOf(values),
        target.text("suffix").orElse(null));
  }

  private static Expression when(Section section) {
    Section when = section.section("when");
    return when.map().isEmpty() ? null : FieldItem.when(when.map(), when.path());
  }

  /** The first entry that fits; empty where this feed has no such records. */
  Optional<LogSource> find(Section rule) {
    Section wanted = rule.section("logsource");
    if (wanted.map().isEmpty()) {
      throw new RuleException(wanted.path(), "is missing");
    }
    String product = wanted.text("product").orElse("");
    String service = wanted.text("service").orElse("");
    return entries.stream()
        .filter(entry -> entry.product().equalsIgnoreCase(product))
        .filter(entry -> entry.service() == null || entry.service().equalsIgnoreCase(service))
        .map(Entry::source)
        .findFirst();
  }
}
