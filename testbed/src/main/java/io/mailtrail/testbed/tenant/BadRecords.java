package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Records that no normaliser can make an event of, though each has an Id that can be read. */
final class BadRecords {
  private static final int DEPTH = 5_000;

  private BadRecords() {}

  static List<TenantRecord> of(TenantPlan plan, Company company, Records records) {
    Dice dice = Dice.of(plan.seed(), "bad records");
    Instant at = plan.anchor().minus(Duration.ofHours(75));
    return List.of(
        withTime("the day before yesterday", draft(company, records, at, dice), dice),
        tooDeep(draft(company, records, at.plusSeconds(7_000), dice), dice),
        withTime(
            "1601-01-01T00:00:00", draft(company, records, at.plusSeconds(90_000), dice), dice));
  }

  private static Draft draft(Company company, Records records, Instant at, Dice dice) {
    Session session = Session.onPhone(dice.pick(company.people()), dice);
    return records.mailbox().send(session, at, Words.subject(dice), dice);
  }

  private static TenantRecord withTime(String time, Draft draft, Dice dice) {
    draft.fields().put("CreationTime", time);
    return Availability.HISTORY.publish(draft, dice);
  }

  /** Well-formed, but nested deeper than any reader should follow. */
  private static TenantRecord tooDeep(Draft draft, Dice dice) {
    String good = new String(Json.bytes(draft.fields()), UTF_8);
    String deep =
        good.substring(0, good.length() - 1)
            + ",\"Data\":"
            + "[".repeat(DEPTH)
            + "]".repeat(DEPTH)
            + "}";
    TenantRecord published = Availability.HISTORY.publish(draft, dice);
    return new TenantRecord(
        published.id(),
        published.contentType(),
        published.created(),
        published.available(),
        deep.getBytes(UTF_8));
  }
}
