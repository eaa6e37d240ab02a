package io.mailtrail.cli.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One sort of record in the feed.
 *
 * @param content wire name of the content type
 * @param types record types, the usual one first
 * @param operations known names, the usual one first
 * @param patterns of further operations
 * @param fields names, or names with {@code .*} behind
 * @param results what ResultStatus says for success and failure; empty where it says nothing
 * @param mailbox whether it is from a mailbox audit log
 */
record RecordSort(
    String name,
    String content,
    List<String> types,
    List<String> workloads,
    List<String> operations,
    List<Pattern> patterns,
    List<String> fields,
    List<String> results,
    boolean mailbox) {

  RecordSort {
    types = List.copyOf(types);
    workloads = List.copyOf(workloads);
    operations = List.copyOf(operations);
    patterns = List.copyOf(patterns);
    fields = List.copyOf(fields);
    results = List.copyOf(results);
  }

  boolean isSignIn() {
    return name.equals("sign-in");
  }

  boolean isDirectory() {
    return name.equals("directory change");
  }

  boolean hasClient() {
    return has("ClientInfoString");
  }

  /** Whether such records can have a field, by Microsoft's name, in any letter case. */
  boolean has(String field) {
    return fields.stream().anyMatch(known -> covers(known, field));
  }

  private static boolean covers(String known, String field) {
    if (known.endsWith(".*")) {
      int head = known.length() - 1;
      return field.length() > head && field.regionMatches(true, 0, known, 0, head);
    }
    return known.equalsIgnoreCase(field);
  }

  /** The fields that hold a name inside: where somebody may have meant it to be looked for. */
  List<String> containers() {
    List<String> heads = new ArrayList<>();
    for (String field : fields) {
      if (field.endsWith(".*")) {
        heads.add(field.substring(0, field.length() - 2));
      }
    }
    return heads;
  }

  boolean hasOperation(String operation) {
    return operations.stream().anyMatch(operation::equalsIgnoreCase)
        || patterns.stream().anyMatch(pattern -> pattern.matcher(operation).matches());
  }

  Optional<String> result(boolean success) {
    return results.isEmpty() ? Optional.empty() : Optional.of(results.get(success ? 0 : 1));
  }
}
