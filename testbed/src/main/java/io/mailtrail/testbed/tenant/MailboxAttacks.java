package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.Draft.Pair;
import java.time.Instant;
import java.util.List;

/** What is done in a mailbox that was got into, each with what looks like it and is none. */
final class MailboxAttacks {
  private static final int PURGED = 13;
  private static final int COLLEAGUES = 40;

  private MailboxAttacks() {}

  /** Whether the story was written; else it is of another sort. */
  static boolean write(Script script, Network from, Cast cast) {
    switch (script.kind()) {
      case REDIRECT -> inboxRule(attacker(script, from), script, InboxRule.redirect(drop(script)));
      case REDIRECT_INSIDE ->
          inboxRule(home(script), script, InboxRule.redirect(cast.colleague(script).upn()));
      case ONE_LETTER_RULE ->
          inboxRule(
              attacker(script, from),
              script,
              InboxRule.move("x", "ceo@" + domain(script), "RSS Subscriptions"));
      case SHORT_RULE_NAME ->
          inboxRule(home(script), script, InboxRule.move("HR", "hr@" + domain(script), "HR"));
      case MAILBOX_FORWARDING -> forwarding(attacker(script, from), script, drop(script));
      case FORWARDING_INSIDE -> forwarding(home(script), script, cast.colleague(script).upn());
      case CONSENT -> consent(script, from);
      case CONSENT_TO_PROFILE -> consentToProfile(script);
      case MASS_SYNC ->
          sync(
              script,
              Session.elsewhere(script.user(), from, Client.OUTLOOK_WINDOWS, script.dice()),
              6);
      case SYNC_AT_NEW_HOME ->
          sync(
              script,
              Session.elsewhere(script.user(), from, script.user().desktop(), script.dice()),
              2);
      case PURGE -> purge(attacker(script, from), script);
      case CLEARING_OUT -> purge(home(script), script);
      case PAYMENT_SEARCH ->
          searchThenSend(
              attacker(script, from), script, "invoice", "payment iban", "remittance advice");
      case INVOICE_CLERK -> searchThenSend(home(script), script, "invoice 4711");
      case CAMPAIGN -> toOneAddress(script, cast, 3);
      case TWO_TO_ONE -> toOneAddress(script, cast, 2);
      case INTERNAL_PHISHING -> mailing(attacker(script, from), script, cast, "Shared document");
      case ALL_HANDS -> mailing(office(script), script, cast, "All hands on Thursday");
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void inboxRule(Session session, Script script, InboxRule rule) {
    script.login(session, script.minute(0));
    script.read(session, script.minute(4), 4);
    script.rule(session, "New-InboxRule", rule, script.minute(13));
  }

  private static void forwarding(Session session, Script script, String to) {
    script.login(session, script.minute(0));
    List<Pair> forward =
        Pair.list("ForwardingSmtpAddress", "smtp:" + to, "DeliverToMailboxAndForward", "True");
    script.deed(
        script
            .writers()
            .cmdlets()
            .onMailbox(
                session, "Set-Mailbox", script.user(), forward, script.minute(8), script.dice()));
  }

  private static void consent(Script script, Network from) {
    Session session = attacker(script, from);
    Application application = Application.of(from, script.dice());
    Records writers = script.writers();
    script.login(session, script.minute(0));
    script.deed(
        writers
            .directory()
            .consent(
                script.user(),
                application,
                "offline_access Mail.ReadWrite Mail.Send User.Read",
                script.minute(5),
                script.dice()));
    for (int minute = 20; minute <= 60; minute += 20) {
      script.goesOn(
          writers
              .mailAccess()
              .application(application, script.user(), script.minute(minute), 30, script.dice()));
    }
  }

  private static void consentToProfile(Script script) {
    script.login(home(script), script.minute(0));
    Application application = Application.of(Networks.named("eurofiber"), script.dice());
    script.deed(
        script
            .writers()
            .directory()
            .consent(
                script.user(),
                application,
                "openid profile User.Read",
                script.minute(3),
                script.dice()));
  }

  private static void sync(Script script, Session session, int folders) {
    script.login(session, script.minute(0));
    for (int i = 1; i < folders; i++) {
      script.goesOn(script.writers().mailAccess().sync(session, script.minute(i), script.dice()));
    }
    script.deed(script.writers().mailAccess().sync(session, script.minute(folders), script.dice()));
  }

  private static void purge(Session session, Script script) {
    script.login(session, script.minute(0));
    Instant at = script.minute(5);
    for (int i = 0; i < PURGED; i++) {
      Draft purged =
          script.writers().mailbox().group(session, script.user(), "HardDelete", at, script.dice());
      if (i < PURGED - 1) {
        script.goesOn(purged);
      } else {
        script.deed(purged);
      }
      at = at.plusSeconds(script.dice().between(2, 20));
    }
  }

  private static void searchThenSend(Session session, Script script, String... queries) {
    script.login(session, script.minute(0));
    int minute = 4;
    for (String query : queries) {
      script.goesOn(
          script
              .writers()
              .searches()
              .mailbox(session, query, script.minute(minute), script.dice()));
      minute += 3;
    }
    Instant sent = script.minute(minute + 12);
    script.deed(script.writers().mailbox().send(session, sent, "RE: Invoice 4711", script.dice()));
  }

  /** From their homes, hours apart: what they have in common is the address. */
  private static void toOneAddress(Script script, Cast cast, int people) {
    InboxRule rule =
        InboxRule.forwardAll("shared" + script.dice().below(1_000) + "@collect.example");
    script.login(home(script), script.minute(0));
    for (int i = 1; i < people; i++) {
      Session other = Session.atHome(cast.others().next(), Client.OWA_EDGE, script.dice());
      script.goesOn(
          script
              .writers()
              .cmdlets()
              .inboxRule(other, "New-InboxRule", rule, script.minute(180 * i), script.dice()));
    }
    script.rule(home(script), "New-InboxRule", rule, script.minute(180 * people));
  }

  private static void mailing(Session session, Script script, Cast cast, String subject) {
    script.login(session, script.minute(0));
    script.deed(
        script
            .writers()
            .mailbox()
            .sendTo(
                session,
                cast.recipients(COLLEAGUES, script),
                subject,
                script.minute(9),
                script.dice()));
  }

  private static Session attacker(Script script, Network from) {
    return Session.elsewhere(script.user(), from, Client.OWA_FIREFOX, script.dice());
  }

  private static Session home(Script script) {
    return Session.atHome(script.user(), Client.OWA_EDGE, script.dice());
  }

  private static Session office(Script script) {
    return Session.atOffice(script.user(), Client.OWA_EDGE, script.dice());
  }

  private static String drop(Script script) {
    return "backup" + script.dice().below(1_000) + "@collect.example";
  }

  private static String domain(Script script) {
    return script.user().login().replaceAll(".*@", "");
  }
}
