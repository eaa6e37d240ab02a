package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.util.List;

/** What looks like a takeover, and is none. */
final class NearMisses {
  /** The time within which the rule must follow the login. */
  private static final int TIMESPAN_MINUTES = 24 * 60;

  private static final Duration USUAL = Duration.ofMinutes(62);

  private NearMisses() {}

  /**
   * @param from where the story's login comes from, for the kinds that have one from elsewhere
   * @param other somebody else, for the kinds that need one
   */
  static void write(Script script, Network from, Person other) {
    switch (script.kind()) {
      case TRAVELLER, BENIGN_RULE -> benignRule(script, from);
      case VPN_EXIT -> vpnExit(script);
      case RULE_BEFORE_LOGIN -> ruleBeforeLogin(script, from);
      case KNOWN_ADDRESS -> knownAddress(script);
      case OTHER_USER -> otherUser(script, from, other);
      case FAILED_LOGIN -> failedLogin(script, from);
      case RULE_TOO_LATE -> ruleTooLate(script, from);
      case LATE_EARLIER_LOGIN -> lateEarlierLogin(script, from);
      case NEW_JOINER -> newJoiner(script, from);
      default -> throw new IllegalArgumentException("a takeover: " + script.kind());
    }
  }

  private static void benignRule(Script script, Network from) {
    Session session = elsewhere(script, from);
    script.login(session, script.minute(0));
    script.read(session, script.minute(2), 3);
    InboxRule rule = InboxRule.harmless(script.dice());
    script.rule(session, "New-InboxRule", rule, script.minute(15));
    script.send(session, script.minute(19), "Out of office next week");
  }

  private static void vpnExit(Script script) {
    Network usual = script.user().places().vpn();
    List<Network> exits =
        Networks.of(Network.Kind.VPN).stream().filter(exit -> !exit.equals(usual)).toList();
    Session session = elsewhere(script, script.dice().pick(exits));
    script.login(session, script.minute(0));
    script.rule(session, "New-InboxRule", forwardHome(script), script.minute(10));
  }

  private static void ruleBeforeLogin(Script script, Network from) {
    Session home = home(script);
    script.rule(home, "New-InboxRule", InboxRule.fileAway("Archive"), script.minute(0));
    // Five hours in history; the rule leads by as many seconds when the story is played live.
    script.login(elsewhere(script, from), script.minute(script.isLive() ? 12 : 300));
  }

  private static void knownAddress(Script script) {
    Session home = home(script);
    script.login(home, script.minute(0));
    script.rule(home, "Set-InboxRule", InboxRule.fileAway("Junk Email"), script.minute(9));
  }

  private static void otherUser(Script script, Network from, Person other) {
    Session abroad = Session.elsewhere(other, from, Client.OWA_CHROME, script.dice());
    script.login(abroad, script.minute(0));
    script.read(abroad, script.minute(5), 2);
    script.rule(home(script), "New-InboxRule", forwardHome(script), script.minute(20));
  }

  private static void failedLogin(Script script, Network from) {
    for (int minute = 0; minute < 4; minute++) {
      script.failedLogin(elsewhere(script, from), script.minute(minute));
    }
    Session home = home(script);
    script.signIn(home, script.minute(12));
    script.rule(home, "New-InboxRule", forwardHome(script), script.minute(18));
  }

  private static void ruleTooLate(Script script, Network from) {
    script.login(elsewhere(script, from), script.minute(0));
    int threeDays = 3 * TIMESPAN_MINUTES;
    script.rule(home(script), "New-InboxRule", forwardHome(script), script.minute(threeDays));
  }

  /**
   * The rule follows the second login from a place within the timespan, but not the first. The
   * first login's record can be had only after that of the rule: until then there is an alert. It
   * must be more than a timespan late for that, else the first login would be the new one and the
   * alert would be right.
   */
  private static void lateEarlierLogin(Script script, Network from) {
    script.delay(Duration.ofHours(27));
    script.signIn(elsewhere(script, from), script.minute(0));
    script.delay(USUAL);
    Session session = elsewhere(script, from);
    script.login(session, script.minute(TIMESPAN_MINUTES + 10));
    script.rule(
        session, "New-InboxRule", forwardHome(script), script.minute(TIMESPAN_MINUTES + 35));
  }

  private static void newJoiner(Script script, Network from) {
    Session cafe = elsewhere(script, from);
    script.login(cafe, script.minute(0));
    script.rule(cafe, "New-InboxRule", forwardHome(script), script.minute(30));
  }

  private static Session elsewhere(Script script, Network from) {
    return Session.elsewhere(script.user(), from, Client.OWA_CHROME, script.dice());
  }

  private static Session home(Script script) {
    return Session.atHome(script.user(), Client.OWA_EDGE, script.dice());
  }

  /** To the user's own private address: against the rules, but no takeover. */
  private static InboxRule forwardHome(Script script) {
    String mailbox = script.user().login().replaceAll("@.*", "");
    return InboxRule.forwardAll(mailbox + "@home.example");
  }
}
