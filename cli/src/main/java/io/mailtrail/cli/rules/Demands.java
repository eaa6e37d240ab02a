package io.mailtrail.cli.rules;

import io.mailtrail.detect.sigma.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link Conjunct}, sorted by the fields it asks about. Names of one field are made one. */
final class Demands {
  static final String OPERATION = "Operation";

  private final Map<String, List<Expression.Field>> wanted = new LinkedHashMap<>();
  private final Map<String, List<Expression.Field>> unwanted = new LinkedHashMap<>();
  private final Set<String> present = new LinkedHashSet<>();
  private final Set<String> absent = new LinkedHashSet<>();
  private final List<Expression.Reference> references = new ArrayList<>();
  private final List<Expression.Keyword> keywords = new ArrayList<>();

  Demands(Conjunct way) {
    way.wanted().forEach(this::want);
    for (Expression leaf : way.unwanted()) {
      if (leaf instanceof Expression.Field field) {
        unwanted.computeIfAbsent(name(field.field()), f -> new ArrayList<>()).add(field);
      }
    }
  }

  private void want(Expression leaf) {
    if (leaf instanceof Expression.Field field) {
      wanted.computeIfAbsent(name(field.field()), f -> new ArrayList<>()).add(field);
    } else if (leaf instanceof Expression.Present is) {
      present.add(name(is.field()));
    } else if (leaf instanceof Expression.Absent is) {
      absent.add(name(is.field()));
    } else if (leaf instanceof Expression.Reference reference) {
      references.add(reference);
    } else if (leaf instanceof Expression.Keyword keyword) {
      keywords.add(keyword);
    }
  }

  private static String name(String field) {
    return switch (FieldWriter.plain(field)) {
      case "event.action", "mailtrail.mailbox.action" -> OPERATION;
      case "event.provider" -> "Workload";
      case "event.code" -> "RecordType";
      default -> FieldWriter.plain(field);
    };
  }

  /** Every field that must be there. */
  Set<String> needed() {
    Set<String> fields = new LinkedHashSet<>(wanted.keySet());
    fields.addAll(present);
    for (Expression.Reference reference : references) {
      fields.add(name(reference.field()));
      fields.add(name(reference.other()));
    }
    return fields;
  }

  Set<String> wantedFields() {
    return wanted.keySet();
  }

  List<Expression.Field> wanted(String field) {
    return wanted.getOrDefault(field, List.of());
  }

  List<Expression.Field> unwanted(String field) {
    return unwanted.getOrDefault(field, List.of());
  }

  Set<String> present() {
    return present;
  }

  Set<String> absent() {
    return absent;
  }

  List<Expression.Reference> references() {
    return references;
  }

  List<Expression.Keyword> keywords() {
    return keywords;
  }

  /** How the questions about a field read. */
  String says(String field) {
    List<String> says = new ArrayList<>();
    for (Expression.Field asked : wanted(field)) {
      List<String> one = asked.tests().stream().limit(3).map(test -> test.says()).toList();
      says.add(String.join(" or ", one) + (asked.tests().size() > 3 ? " or ..." : ""));
    }
    return field + " " + String.join(" and ", says);
  }
}
