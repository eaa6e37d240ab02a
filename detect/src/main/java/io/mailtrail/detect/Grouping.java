package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The families whose facts are grouped alike, and so kept together: a sign-in that twenty
 * correlations by user look at is one fact of one key, not twenty. Immutable, thread-safe.
 *
 * @param id begins the keys of its facts
 * @param groupBy by what the facts are grouped: fields, or for a family of its own its names
 * @param families by id
 * @param roles by id of the base rule: what its facts carry for all of the families
 * @param byRule by id of the rule that a fact names: the ids of the families that look at it
 * @param cap {@link Correlator#cap}
 * @param stage {@link Correlator#stage}
 */
record Grouping(
    String id,
    List<String> groupBy,
    Map<String, Family> families,
    Map<String, Family.Role> roles,
    Map<String, List<String>> byRule,
    int cap,
    int stage) {
  private static final String BETWEEN = " & ";

  /** All families, each in one grouping, by the groupings' ids. */
  static Map<String, Grouping> of(Collection<Family> families) {
    Map<String, List<Family>> together = new TreeMap<>();
    Map<String, List<String>> groupBy = new LinkedHashMap<>();
    for (Family family : families) {
      List<String> shared = shared(family);
      String id = shared == null ? own(family.id()) : "by " + String.join(BETWEEN, shared);
      groupBy.putIfAbsent(id, shared == null ? family.groupBy() : shared);
      together.computeIfAbsent(id, i -> new ArrayList<>()).add(family);
    }
    Map<String, Grouping> groupings = new TreeMap<>();
    together.forEach((id, list) -> groupings.put(id, of(id, groupBy.get(id), list)));
    return groupings;
  }

  private static Grouping of(String id, List<String> groupBy, List<Family> list) {
    Map<String, Family> families = new TreeMap<>();
    Map<String, Family.Role> roles = new TreeMap<>();
    Map<String, List<String>> byRule = new TreeMap<>();
    for (Family family : list) {
      families.put(family.id(), family);
      family.roles().forEach((rule, role) -> roles.merge(rule, role, Grouping::both));
    }
    families
        .values()
        .forEach(
            family ->
                family
                    .asks()
                    .forEach(
                        rule ->
                            byRule.computeIfAbsent(rule, r -> new ArrayList<>()).add(family.id())));
    return new Grouping(
        id,
        groupBy,
        families,
        roles,
        byRule,
        list.stream().mapToInt(Correlator::cap).max().orElse(0),
        list.stream().mapToInt(Family::stage).max().orElse(0));
  }

  /** The id of the grouping of a family that shares with no other. */
  static String own(String family) {
    return "of " + family;
  }

  /**
   * The fields by which the facts of all base rules of a family are grouped; null where they differ
   * (aliases), where one may be absent, and where it is fed by another family.
   */
  private static List<String> shared(Family family) {
    List<String> fields = null;
    for (Family.Role role : family.roles().values()) {
      boolean differs = fields != null && !fields.equals(role.groupFields());
      if (differs || role.optional() || role.groupFields().stream().anyMatch(Grouping::isOdd)) {
        return null;
      }
      fields = role.groupFields();
    }
    return family.stage() > 0 ? null : fields;
  }

  private static boolean isOdd(String field) {
    return field.contains(BETWEEN);
  }

  private static Family.Role both(Family.Role a, Family.Role b) {
    Set<String> values = new LinkedHashSet<>(a.valueFields());
    values.addAll(b.valueFields());
    return new Family.Role(a.groupFields(), values, a.optional());
  }
}
