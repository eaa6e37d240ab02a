package io.mailtrail.dashboards;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import java.time.Instant;
import java.util.List;

/** Settings of one mailbox: exported, and then changed by somebody. */
final class SampleCoverage {
  static final String MAILBOX = "ann.lee@contoso.example";
  static final String CHANGE = SampleData.TENANT + "/change";
  static final Instant CHANGED = Instant.parse("2026-03-09T10:00:00Z");

  private SampleCoverage() {}

  static List<CoverageStatement> statements() {
    List<String> all = List.of("HardDelete", "Update", "Create", "MailItemsAccessed");
    return List.of(
        statement(
            CoverageStatement.fileId(SampleData.TENANT, "ab", 1),
            List.of(MAILBOX, "Ann Lee", "<img src=x onerror=alert(1)>"),
            Instant.parse("2026-03-01T00:00:00Z"),
            Basis.SNAPSHOT,
            List.of(
                Assertion.is(Setting.AUDIT_ENABLED, true),
                new Assertion(Setting.OWNER, Operation.IS, all),
                new Assertion(Setting.DELEGATE, Operation.IS, all),
                new Assertion(Setting.ADMIN, Operation.IS, all)),
            "AuditEnabled is true"),
        statement(
            CoverageStatement.recordId(CHANGE),
            // By a name that only leads to the address through the export.
            List.of("ann lee"),
            CHANGED,
            Basis.CHANGE,
            List.of(new Assertion(Setting.OWNER, Operation.REMOVE, List.of("HardDelete"))),
            "mallory@contoso.example took HardDelete from AuditOwner"));
  }

  private static CoverageStatement statement(
      String id,
      List<String> names,
      Instant at,
      Basis basis,
      List<Assertion> settings,
      String summary) {
    return new CoverageStatement(
        id,
        SampleData.TENANT,
        Subject.MAILBOX,
        names,
        at,
        basis,
        basis == Basis.CHANGE ? CHANGE : "ab#1",
        null,
        settings,
        summary);
  }
}
