package io.mailtrail.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Group values and the keys made of them. */
final class Groups {
  static final int MAX_GROUPS = 16;

  private Groups() {}

  static String key(String grouping, String tenant, List<String> group) {
    return grouping + Fact.SEPARATOR + tenant + Fact.SEPARATOR + String.join(Fact.SEPARATOR, group);
  }

  /** Every combination of the values of some fields; none where one of them has no value. */
  static List<List<String>> of(List<String> fields, Function<String, List<String>> values) {
    List<List<String>> groups = List.of(List.of());
    for (String field : fields) {
      List<List<String>> longer = new ArrayList<>();
      List<String> found = values.apply(field);
      for (List<String> group : groups) {
        for (String value : found) {
          if (longer.size() < MAX_GROUPS) {
            List<String> more = new ArrayList<>(group);
            more.add(value);
            longer.add(more);
          }
        }
      }
      groups = longer;
    }
    return groups;
  }
}
