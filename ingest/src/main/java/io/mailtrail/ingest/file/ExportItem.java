package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One record of a mailbox or admin audit export as its file says it, before anything is made of it.
 * Names count in any letter case.
 *
 * @param fields attributes and columns
 * @param lists what stands in elements within, such as SourceItems: for each, its fields
 */
record ExportItem(Map<String, String> fields, Map<String, List<Map<String, String>>> lists) {
  private static final Comparator<String> ANY_CASE = String.CASE_INSENSITIVE_ORDER;

  /** What PowerShell says about itself, and differs each time the same record is asked for. */
  private static final Set<String> OF_THE_SESSION =
      Set.of(
          "runspaceid",
          "pscomputername",
          "psshowcomputername",
          "pssourcejobinstanceid",
          "isvalid",
          "objectstate");

  static ExportItem empty() {
    return new ExportItem(new TreeMap<>(ANY_CASE), new TreeMap<>(ANY_CASE));
  }

  static Map<String, String> newFields() {
    return new TreeMap<>(ANY_CASE);
  }

  /** The first counts, and blank is none. */
  void field(String name, String value) {
    if (value != null && !value.isBlank()) {
      fields.putIfAbsent(name, value.strip());
    }
  }

  void element(String list, Map<String, String> element) {
    if (!element.isEmpty()) {
      lists.computeIfAbsent(list, name -> new ArrayList<>()).add(element);
    }
  }

  /** The first of these fields that there is; null without. */
  String first(String... names) {
    for (String name : names) {
      String value = fields.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  static boolean isOfTheSession(String name) {
    return OF_THE_SESSION.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * The contents whatever the order, white space and encoding of the file: what identifies a record
   * that has no id.
   *
   * @param times the fields that are times, as they were understood
   */
  byte[] canonical(Map<String, String> times) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (name, value) -> {
          if (!isOfTheSession(name)) {
            append(text, name.toLowerCase(Locale.ROOT), times.getOrDefault(name, value));
          }
        });
    lists.forEach(
        (name, elements) -> {
          for (Map<String, String> element : elements) {
            append(text, name.toLowerCase(Locale.ROOT), Integer.toString(element.size()));
            element.forEach((key, value) -> append(text, key.toLowerCase(Locale.ROOT), value));
          }
        });
    return text.toString().getBytes(UTF_8);
  }

  /** With lengths, so that no two contents give the same text. */
  private static void append(StringBuilder text, String name, String value) {
    text.append(name.length()).append(':').append(name);
    text.append(value.length()).append(':').append(value).append('\n');
  }
}
