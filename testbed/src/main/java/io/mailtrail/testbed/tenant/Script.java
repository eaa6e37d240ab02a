package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A story while it is written: its records so far, and which of them are the login and the deed.
 * Not thread-safe.
 */
final class Script {
  /** Story time against clock time: after the anchor a minute of a story takes five seconds. */
  private static final int LIVE_SECONDS_PER_MINUTE = 5;

  private final Records records;
  private final StoryKind kind;
  private final String id;
  private final Person user;
  private final Instant start;
  private final Availability availability;
  private final Dice dice;
  private final List<TenantRecord> made = new ArrayList<>();
  private Duration delay;
  private TenantRecord login;
  private TenantRecord deed;

  Script(
      Records records,
      StoryKind kind,
      String id,
      Person user,
      Instant start,
      Availability availability,
      Dice dice) {
    this.records = records;
    this.kind = kind;
    this.id = id;
    this.user = user;
    this.start = start;
    this.availability = availability;
    this.dice = dice;
  }

  /** Part of a story's name. */
  static String slug(StoryKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  StoryKind kind() {
    return kind;
  }

  Person user() {
    return user;
  }

  Dice dice() {
    return dice;
  }

  boolean isLive() {
    return availability == Availability.LIVE;
  }

  /** So many minutes of the story after its start. */
  Instant minute(int minutes) {
    int seconds = isLive() ? LIVE_SECONDS_PER_MINUTE : 60;
    return start.plusSeconds((long) minutes * seconds);
  }

  /** From here on, records can be had this long after they happened; null for as usual. */
  void delay(Duration newDelay) {
    delay = newDelay;
  }

  /** The writers of records, for {@link #opens}, {@link #deed} and {@link #goesOn}. */
  Records writers() {
    return records;
  }

  /** The sign-in that the story is about. */
  void login(Session session, Instant at) {
    opens(records.signIns().success(session, at, dice));
  }

  /** A sign-in that failed; the last of them counts as the login, where there is no other. */
  void failedLogin(Session session, Instant at) {
    opens(records.signIns().failure(session, at, SignInRecords.Failure.WRONG_PASSWORD, dice));
  }

  /** Another sign-in. */
  void signIn(Session session, Instant at) {
    goesOn(records.signIns().success(session, at, dice));
  }

  /** The inbox rule that the story is about. */
  void rule(Session session, String cmdlet, InboxRule inboxRule, Instant at) {
    deed(records.cmdlets().inboxRule(session, cmdlet, inboxRule, at, dice));
  }

  /** The record that opens the story. */
  void opens(Draft draft) {
    login = add(draft);
  }

  /** The record that completes the story. */
  void deed(Draft draft) {
    deed = add(draft);
  }

  /** Any other record of the story. */
  void goesOn(Draft draft) {
    add(draft);
  }

  void read(Session session, Instant at, int items) {
    goesOn(records.mailAccess().bind(session, session.person(), at, items, dice));
  }

  void send(Session session, Instant at, String subject) {
    goesOn(records.mailbox().send(session, at, subject, dice));
  }

  void delete(Session session, Instant at, String subject) {
    goesOn(records.mailbox().group(session, session.person(), "SoftDelete", at, subject, dice));
  }

  private TenantRecord add(Draft draft) {
    TenantRecord tenantRecord =
        delay == null
            ? availability.publish(draft, dice)
            : Availability.publish(draft, draft.created().plus(delay));
    made.add(tenantRecord);
    return tenantRecord;
  }

  /** The records of the story. */
  List<TenantRecord> records() {
    return List.copyOf(made);
  }

  /**
   * @param days of history there are to learn from
   */
  Story story(int days) {
    return new Story(
        id,
        kind,
        user.login(),
        kind.isTakeover(),
        Story.Step.of(login),
        Story.Step.of(deed),
        kind.rules(days),
        made.stream().map(TenantRecord::id).toList());
  }
}
