package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tags of users or assets, by name in any letter case. Rows of one name add up. */
final class TagTable {
  static final TagTable EMPTY = new TagTable(Map.of());

  private final Map<String, List<byte[]>> tags;

  private TagTable(Map<String, List<byte[]>> tags) {
    this.tags = tags;
  }

  static TagTable read(LookupFile file, byte[] csv) throws LookupException {
    Map<String, List<byte[]>> tags = new HashMap<>();
    LookupCsv.read(
        file.fileName(),
        csv,
        file.columns(),
        List.of(),
        row -> {
          if (row.value(0).isEmpty() || row.value(1).isEmpty()) {
            return "needs a " + file.columns().get(0) + " and at least one tag";
          }
          List<byte[]> known = tags.computeIfAbsent(key(row.value(0)), name -> new ArrayList<>(1));
          for (String tag : row.value(1).split("[\\s;]+", -1)) {
            if (!tag.isEmpty()) {
              known.add(tag.toLowerCase(Locale.ROOT).getBytes(UTF_8));
            }
          }
          return null;
        });
    return new TagTable(tags);
  }

  List<byte[]> tags(String name) {
    return tags.getOrDefault(key(name), List.of());
  }

  /** A site's address counts with and without a slash at its end. */
  private static String key(String name) {
    String key = name.toLowerCase(Locale.ROOT).strip();
    return key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
  }
}
