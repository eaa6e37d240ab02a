package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of statements, however often and in whatever order they came. */
final class Statements {
  /**
   * By time. Within one second a change comes before what an export showed; two changes in the same
   * second have no order that the records tell, so their ids decide, always in the same way.
   */
  static final Comparator<CoverageStatement> ORDER =
      Comparator.comparing(CoverageStatement::at)
          .thenComparing(CoverageStatement::basis)
          .thenComparing(CoverageStatement::id);

  private Statements() {}

  /**
   * Each id once, in order. Where two of one id differ (a file imported a second time, as of
   * another time), the later time counts.
   */
  static List<CoverageStatement> distinct(Collection<CoverageStatement> statements) {
    Map<String, CoverageStatement> byId = new TreeMap<>();
    for (CoverageStatement statement : statements) {
      byId.merge(statement.id(), statement, Statements::newer);
    }
    return byId.values().stream().sorted(ORDER).toList();
  }

  private static CoverageStatement newer(CoverageStatement one, CoverageStatement other) {
    int order =
        Comparator.comparing(CoverageStatement::at)
            .thenComparing(CoverageStatement::toString)
            .compare(one, other);
    return order >= 0 ? one : other;
  }
}
