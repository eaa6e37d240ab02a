package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.time.Instant;

/** What attackers do, once they have the password. */
final class Takeovers {
  /** Well within the lateness that a pipeline is set up for, and most of it. */
  private static final Duration VERY_LATE = Duration.ofHours(20);

  private static final Duration USUAL = Duration.ofMinutes(62);

  private Takeovers() {}

  static void write(Script script, Network from) {
    switch (script.kind()) {
      case FORWARDING -> quick(script, from, InboxRule.forwardOutside(outside(script)));
      case HIDING -> quick(script, from, InboxRule.delete());
      case OBSCURE_FOLDER -> obscureFolder(script, from);
      case SLOW -> slow(script, from);
      case RULE_RECORD_FIRST -> ruleRecordFirst(script, from);
      case ALL_LATE -> {
        script.delay(VERY_LATE);
        quick(script, from, InboxRule.hideIn("Conversation History"));
      }
      default -> throw new IllegalArgumentException("not a takeover: " + script.kind());
    }
  }

  private static void quick(Script script, Network from, InboxRule rule) {
    Session session = attacker(script, from);
    script.login(session, script.minute(0));
    script.read(session, script.minute(3), 6);
    script.rule(session, "New-InboxRule", rule, script.minute(11));
    aftermath(script, session, script.minute(14));
  }

  private static void obscureFolder(Script script, Network from) {
    Session session =
        from.hasV6()
            ? Session.at(
                script.user(),
                from,
                from.addressV6(script.dice()),
                Client.OWA_FIREFOX,
                script.dice())
            : attacker(script, from);
    script.login(session, script.minute(0));
    script.rule(session, "New-InboxRule", InboxRule.hideIn("RSS Feeds"), script.minute(8));
    aftermath(script, session, script.minute(12));
  }

  /** Looks in, and comes back from another address of the same provider when all are asleep. */
  private static void slow(Script script, Network from) {
    Session first = attacker(script, from);
    script.login(first, script.minute(0));
    script.read(first, script.minute(4), 5);
    Session second = attacker(script, from);
    script.signIn(second, script.minute(532));
    InboxRule rule = InboxRule.redirect(outside(script));
    script.rule(second, "Set-InboxRule", rule, script.minute(540));
    script.read(second, script.minute(543), 4);
  }

  private static void ruleRecordFirst(Script script, Network from) {
    Session session = attacker(script, from);
    script.delay(Duration.ofHours(5));
    script.login(session, script.minute(0));
    script.delay(USUAL);
    InboxRule rule = InboxRule.forwardOutside(outside(script));
    script.rule(session, "New-InboxRule", rule, script.minute(25));
    aftermath(script, session, script.minute(31));
  }

  /** Mail in the victim's name, and its traces removed. */
  private static void aftermath(Script script, Session session, Instant at) {
    script.send(session, at, "Changed bank details");
    script.delete(session, at.plusSeconds(9), "Changed bank details");
  }

  private static Session attacker(Script script, Network from) {
    return Session.elsewhere(script.user(), from, Client.OWA_FIREFOX, script.dice());
  }

  private static String outside(Script script) {
    return "accounts" + script.dice().below(1_000) + "@collect.example";
  }
}
