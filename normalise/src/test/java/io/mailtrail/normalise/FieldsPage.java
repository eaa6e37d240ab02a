package io.mailtrail.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import io.mailtrail.model.RecordTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The field reference for people: names, types and meanings as the catalogue declares them,
 * examples and record types as the golden events have them.
 */
final class FieldsPage {
  private static final int MAX_EXAMPLE_CHARS = 60;
  private static final int MAX_TYPES = 24;

  /** So few exceptions are named instead of all the others. */
  private static final int FEW = 15;

  private static final int MAX_NUMBER = 600;

  private static final String HEAD =
      """
      # The fields of an event

      Generated from the normaliser's own declarations, its code and its golden records; do not edit it. When it is stale, a test says so and how to write it anew.

      - **type** is how OpenSearch maps the field; `[]` after it: always an array. A field has one type for ever.
      - **filled by** names record types. Of what Microsoft sent (`o365.audit.*`): those of the golden records in which it occurs; it passes from any other that has it, too. Of all else: those of which the code fills it, found by running records of every catalogued type, with every field and operation of the golden records; *any* stands for all of them.
      - Names without `o365.` and `mailtrail.` in front are [ECS](https://www.elastic.co/docs/reference/ecs). `o365.audit.*` is what Microsoft sent, under Microsoft's names; `mailtrail.*` is ours.
      - A field that is absent was not in the record, or not known. Nothing is made up.

      """;

  private final Map<String, String> examples = new HashMap<>();
  private final Map<String, TreeSet<Long>> types = new HashMap<>();
  private final Map<String, TreeSet<Long>> derived = new HashMap<>();
  private final TreeSet<Long> golden = new TreeSet<>();
  private final TreeSet<Long> catalogued =
      LongStream.range(-1, MAX_NUMBER)
          .filter(number -> RecordTypes.name(number).isPresent())
          .boxed()
          .collect(Collectors.toCollection(TreeSet::new));

  private FieldsPage() {}

  static String page() {
    FieldsPage page = new FieldsPage();
    Normaliser normaliser = new Normaliser(Goldens.lookups());
    try {
      for (String name : Goldens.names()) {
        ObjectNode record = (ObjectNode) Json.mapper().readTree(Goldens.record(name));
        page.golden.add(Goldens.recordType(name));
        page.collect(Goldens.recordType(name), "", event(normaliser, record));
        for (long type : page.catalogued) {
          page.derive(normaliser, type, record.put("RecordType", type));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return page.render();
  }

  private static JsonNode event(Normaliser normaliser, ObjectNode record) throws IOException {
    return Json.mapper()
        .readTree(Records.event(normaliser, Records.raw(Json.bytes(record))).json());
  }

  /** Notes which derived fields the code fills for a record type. */
  private void derive(Normaliser normaliser, long type, ObjectNode record) {
    Event event = Records.event(normaliser, Records.raw(Json.bytes(record)));
    for (Field field : FieldCatalogue.fields()) {
      TreeSet<Long> known = derived.computeIfAbsent(field.path(), path -> new TreeSet<>());
      if (isDerived(field.path())
          && !known.contains(type)
          && !event.values(field.path()).isEmpty()) {
        known.add(type);
      }
    }
  }

  private static boolean isDerived(String path) {
    return !path.startsWith(FieldCatalogue.AUDIT);
  }

  /** The fields that no golden record fills. */
  static List<String> untested() {
    String page = page();
    return FieldCatalogue.fields().stream()
        .map(Field::path)
        .filter(path -> page.contains("| `" + path + "` |") && !isFilled(page, path))
        .toList();
  }

  private static boolean isFilled(String page, String path) {
    int line = page.indexOf("| `" + path + "` |");
    return !page.substring(line, page.indexOf('\n', line)).endsWith("|  |  |");
  }

  private void collect(long type, String path, JsonNode node) {
    if (!path.isEmpty() && FieldCatalogue.field(path).isPresent()) {
      types.computeIfAbsent(path, key -> new TreeSet<>()).add(type);
      examples.putIfAbsent(path, example(node));
      return;
    }
    node.properties()
        .forEach(
            member ->
                collect(
                    type,
                    path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                    member.getValue()));
  }

  private static String example(JsonNode value) {
    JsonNode first = value.isArray() ? value.get(0) : value;
    String text = first.isTextual() ? first.textValue() : first.toString();
    String line = text.replaceAll("\\s+", " ").strip();
    String shown =
        line.length() <= MAX_EXAMPLE_CHARS ? line : line.substring(0, MAX_EXAMPLE_CHARS) + "…";
    return shown.replace("|", "\\|").replace("`", "'");
  }

  private String render() {
    StringBuilder page = new StringBuilder(HEAD);
    String section = "";
    for (Field field : FieldCatalogue.fields()) {
      if (!section(field.path()).equals(section)) {
        section = section(field.path());
        page.append(page.toString().endsWith("\n\n") ? "" : "\n")
            .append("## ")
            .append(section)
            .append("\n| field | type | meaning | example | filled by |\n|---|---|---|---|---|\n");
      }
      String example = examples.getOrDefault(field.path(), "");
      page.append("| `")
          .append(field.path())
          .append("` | ")
          .append(field.type().wireName())
          .append(field.list() ? " []" : "")
          .append(" | ")
          .append(field.description().replace("|", "\\|"))
          .append(" | ")
          .append(example.isEmpty() ? "" : "`" + example + "`")
          .append(" | ")
          .append(filledBy(field.path()))
          .append(" |\n");
    }
    return page.append(recordTypes()).toString();
  }

  private static String section(String path) {
    if (path.startsWith("o365.")) {
      return "What Microsoft sent";
    }
    return path.startsWith("mailtrail.") ? "What Mailtrail adds" : "Elastic Common Schema";
  }

  private String filledBy(String path) {
    if (!isDerived(path)) {
      return numbers(types.getOrDefault(path, new TreeSet<>()));
    }
    TreeSet<Long> filling = derived.getOrDefault(path, new TreeSet<>());
    TreeSet<Long> others = new TreeSet<>(catalogued);
    others.removeAll(filling);
    if (others.size() > FEW) {
      return numbers(filling);
    }
    return others.isEmpty() ? "any" : "any but " + numbers(others);
  }

  private static String numbers(Set<Long> numbers) {
    String text =
        numbers.stream().limit(MAX_TYPES).map(Object::toString).collect(Collectors.joining(", "));
    return numbers.size() > MAX_TYPES ? text + ", …" : text;
  }

  /** The numbers in the last column, by name. */
  private String recordTypes() {
    TreeSet<Long> numbers = new TreeSet<>(golden);
    types.values().forEach(numbers::addAll);
    derived.values().stream().filter(set -> set.size() <= MAX_TYPES).forEach(numbers::addAll);
    StringBuilder table = new StringBuilder("\n## Record types\n| number | name |\n|---|---|\n");
    for (long number : numbers) {
      table
          .append("| ")
          .append(number)
          .append(" | ")
          .append(RecordTypes.name(number).orElse("a number without a name passes, too"))
          .append(" |\n");
    }
    return table.toString();
  }
}
