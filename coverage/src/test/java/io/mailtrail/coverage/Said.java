package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import java.time.Instant;
import java.util.List;

/** Statements for tests. Ids come from the content, so the same is the same. */
final class Said {
  static final String ANN = "ann@c.example";

  private Said() {}

  static CoverageStatement shown(String at, Subject subject, String name, Assertion... settings) {
    return make(at, Basis.SNAPSHOT, subject, name, settings);
  }

  static CoverageStatement changed(String at, Subject subject, String name, Assertion... settings) {
    return make(at, Basis.CHANGE, subject, name, settings);
  }

  static CoverageStatement annShown(String at, Assertion... settings) {
    return shown(at, Subject.MAILBOX, ANN, settings);
  }

  static CoverageStatement annChanged(String at, Assertion... settings) {
    return changed(at, Subject.MAILBOX, ANN, settings);
  }

  private static CoverageStatement make(
      String at, Basis basis, Subject subject, String name, Assertion... settings) {
    List<Assertion> list = List.of(settings);
    return new CoverageStatement(
        basis + "/" + at + "/" + subject + "/" + name + "/" + list,
        "t",
        subject,
        name.isEmpty() ? List.of() : List.of(name.split(",", -1)),
        Instant.parse(at),
        basis,
        "source",
        basis == Basis.CHANGE ? "admin@c.example" : null,
        list,
        basis == Basis.CHANGE ? Wording.change("admin@c.example", list) : Wording.shown(list));
  }

  static Assertion is(Setting setting, boolean value) {
    return Assertion.is(setting, value);
  }

  static Assertion is(Setting setting, String... values) {
    return new Assertion(setting, Operation.IS, List.of(values));
  }

  static Assertion does(Operation operation, Setting setting, String... values) {
    return new Assertion(setting, operation, List.of(values));
  }

  static Mailbox find(Timeline timeline, String name) {
    List<Mailbox> found = timeline.find(name);
    return found.size() == 1 ? found.get(0) : Mailbox.UNKNOWN;
  }
}
