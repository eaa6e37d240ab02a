package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.detect.RuleError;
import io.mailtrail.detect.RuleFailure;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.FailedRecord.Stage;
import io.mailtrail.model.Topic;
import java.time.Instant;

/** What is told on {@code audit.failed} about rules. */
final class RuleReports {
  private RuleReports() {}

  /** A message of {@code audit.rules} that cannot be used, with its text. */
  static FailedRecord refused(RuleChange change, RuleError error) {
    String container = Topic.RULES.topicName() + "/" + change.id();
    return new FailedRecord(
        container + "#" + change.offset() + "/" + Stage.DETECT,
        Stage.DETECT,
        "rule_refused",
        "Rule " + error.rule() + ": " + error.where() + ": " + error.what(),
        "",
        container,
        change.offset(),
        null,
        Instant.ofEpochMilli(change.timestamp()),
        change.yaml() == null ? new byte[0] : change.yaml().getBytes(UTF_8));
  }

  /**
   * A rule that was switched off because it harmed the others.
   *
   * @param since when the rules that it is one of came into force, milliseconds since the epoch
   */
  static FailedRecord disabled(RuleFailure failure, long since) {
    String container = Topic.RULES.topicName() + "/" + failure.rule();
    return new FailedRecord(
        container + "/" + since + "/" + failure.kind() + "/" + Stage.DETECT,
        Stage.DETECT,
        failure.kind() == RuleFailure.Kind.SLOW ? "rule_slow" : "rule_failed",
        "Rule " + failure.rule() + " was switched off: " + failure.what(),
        "",
        container,
        0,
        null,
        Instant.ofEpochMilli(since),
        new byte[0]);
  }
}
