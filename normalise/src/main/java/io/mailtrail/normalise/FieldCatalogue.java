package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Every field that an event can have, declared once: the writer, the index template and the field
 * reference go by it. A field's place in the list is its slot.
 */
public final class FieldCatalogue {
  static final String AUDIT = "o365.audit.";
  static final String OTHER = AUDIT + "other";

  private static final List<Field> FIELDS = List.copyOf(load());
  private static final Map<String, Integer> SLOTS = new HashMap<>();

  static {
    for (int slot = 0; slot < FIELDS.size(); slot++) {
      SLOTS.put(FIELDS.get(slot).path(), slot);
    }
  }

  private FieldCatalogue() {}

  /** Every field, in the order in which they are written; fields of one object stand together. */
  public static List<Field> fields() {
    return FIELDS;
  }

  /** The field of a path. */
  public static Optional<Field> field(String path) {
    return Optional.ofNullable(SLOTS.get(path)).map(FIELDS::get);
  }

  static int slot(String path) {
    Integer slot = SLOTS.get(path);
    if (slot == null) {
      throw new IllegalArgumentException("no such field: " + path);
    }
    return slot;
  }

  /** The slot of a path, or -1. */
  static int find(String path) {
    return SLOTS.getOrDefault(path, -1);
  }

  static Field get(int slot) {
    return FIELDS.get(slot);
  }

  /** The lines of a bundled file, without comments and blank lines. */
  static List<String> lines(String resource) {
    List<String> lines = new ArrayList<>();
    try (InputStream in = FieldCatalogue.class.getResourceAsStream(resource);
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled " + resource + " cannot be read", e);
    }
    return lines;
  }

  private static List<Field> load() {
    List<Field> fields = new ArrayList<>();
    for (String line : lines("fields.csv")) {
      String[] columns = line.split(",", 4);
      fields.add(
          new Field(
              columns[0],
              FieldType.valueOf(columns[1].toUpperCase(Locale.ROOT)),
              columns[2].equals("list"),
              columns[3]));
    }
    return fields;
  }
}
