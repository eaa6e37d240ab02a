package io.mailtrail.testbed.tenant;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What can happen to somebody: an attack, or the near miss of one. Each says, by the names of
 * bundled rules, what must be found of it and what else may be.
 */
public enum StoryKind {
  FORWARDING(
      "a login from a rented server, then a rule that forwards to outside",
      rules("mailtrail_takeover_inbox_rule"),
      "mailtrail_inbox_rule_forward_outside",
      "mailtrail_inbox_rule_meaningless_name",
      "mailtrail_inbox_rule_money"),
  HIDING(
      "a login from a rented server, then a rule that deletes what gives it away",
      rules("mailtrail_takeover_inbox_rule"),
      "mailtrail_inbox_rule_meaningless_name",
      "mailtrail_inbox_rule_warnings"),
  OBSCURE_FOLDER(
      "a login over IPv6, then a rule that moves mail where nobody looks",
      rules("mailtrail_takeover_inbox_rule"),
      "mailtrail_inbox_rule_meaningless_name",
      "mailtrail_inbox_rule_money",
      "mailtrail_inbox_rule_rss"),
  SLOW(
      "nine hours between the login and a rule that redirects to outside",
      rules("mailtrail_takeover_inbox_rule"),
      "mailtrail_inbox_rule_redirect_outside"),
  RULE_RECORD_FIRST(
      "the record of the rule can be had hours before that of the login",
      rules("mailtrail_takeover_inbox_rule"),
      "mailtrail_inbox_rule_forward_outside",
      "mailtrail_inbox_rule_meaningless_name",
      "mailtrail_inbox_rule_money"),
  ALL_LATE(
      "every record of the takeover comes twenty hours late",
      rules("mailtrail_takeover_inbox_rule"),
      "mailtrail_inbox_rule_meaningless_name",
      "mailtrail_inbox_rule_money"),
  REDIRECT(
      "a login from a rented server, then all mail is redirected to outside",
      rules("mailtrail_takeover_inbox_rule", "mailtrail_inbox_rule_redirect_outside")),
  ONE_LETTER_RULE(
      "a rule named with one letter moves mail to the RSS folder",
      rules(
          "mailtrail_takeover_inbox_rule",
          "mailtrail_inbox_rule_rss",
          "mailtrail_inbox_rule_meaningless_name")),
  MAILBOX_FORWARDING(
      "a login from a rented server, then the mailbox itself forwards to outside",
      rules("mailtrail_takeover_mailbox_forwarding", "mailtrail_mailbox_forwarding_outside")),
  TRANSPORT_RULE(
      "an administrator's account makes a mail flow rule that copies mail to outside",
      rules("mailtrail_transport_rule_copies")),
  DELEGATE_READS(
      "the help desk's account gives itself access to a mailbox and reads it",
      rules("mailtrail_self_grant_then_read")),
  SEND_AS(
      "the right to send as somebody is given, and used within the hour",
      rules("mailtrail_send_as_after_delegation")),
  AUDIT_OFF(
      "an administrator's account takes a mailbox out of auditing",
      rules("mailtrail_audit_switched_off")),
  CONSENT(
      "a login from a rented server, consent to an application, which reads the mail",
      rules(
          "mailtrail_takeover_consent",
          "mailtrail_consent_mail",
          "mailtrail_new_application_reads_mail")),
  APP_CREDENTIALS(
      "a secret is added to an application that has access to all",
      rules("mailtrail_app_credentials")),
  SECOND_FACTOR(
      "a login from a rented server, then another telephone as second factor",
      rules("mailtrail_takeover_second_factor")),
  FEDERATION(
      "the company's domain comes to trust somebody else's sign-in server",
      rules("mailtrail_federation")),
  EDISCOVERY(
      "somebody who never did that searches all mailboxes and takes the result",
      rules("mailtrail_first_search", "mailtrail_search_exported")),
  SPRAYING(
      "one password tried on many accounts, until it opens one",
      rules("mailtrail_spraying_then_success")),
  GUESSING(
      "many passwords tried on one account, until one opens it",
      rules("mailtrail_guessing_then_success")),
  IMPOSSIBLE_TRAVEL(
      "a sign-in at home, and half an hour later one from another part of the world",
      rules("mailtrail_impossible_travel")),
  STOLEN_TOKEN(
      "a session begun at the office is used from a rented server",
      rules("mailtrail_session_two_networks"),
      "mailtrail_session_two_countries"),
  LEGACY_PROTOCOL(
      "a sign-in with a client that knows no second factor", rules("mailtrail_login_legacy_first")),
  MASS_SYNC(
      "the whole mailbox is synchronised to a rented server", rules("mailtrail_sync_from_hosting")),
  PURGE(
      "a login from a rented server, then messages are purged by the dozen",
      rules("mailtrail_takeover_purge")),
  PAYMENT_SEARCH(
      "the mailbox is searched for payments, then a message about one is sent",
      rules("mailtrail_payment_search_then_send", "mailtrail_takeover_money_search")),
  CAMPAIGN(
      "three people's mail comes to be forwarded to one address outside",
      rules("mailtrail_campaign_one_address"),
      "mailtrail_inbox_rule_forward_outside"),
  LOOKALIKE(
      "an account is made whose name imitates the administrator's",
      rules("mailtrail_lookalike_account")),
  INTERNAL_PHISHING(
      "a login from a rented server, then a message to forty colleagues",
      rules("mailtrail_internal_phishing")),
  TRAVELLER(FORWARDING, "a login from another country, then a harmless rule"),
  VPN_EXIT(
      FORWARDING,
      "another exit of the VPN the user has always used, then a rule that forwards",
      "mailtrail_inbox_rule_forward_outside"),
  BENIGN_RULE(
      OBSCURE_FOLDER, "a login from a new line at home, then newsletters go to their own folder"),
  RULE_BEFORE_LOGIN(
      RULE_RECORD_FIRST, "the rule that hides is hours older than the login from elsewhere"),
  KNOWN_ADDRESS(HIDING, "a rule that hides, from home, with no login from anywhere new"),
  OTHER_USER(
      FORWARDING,
      "one user logs in from elsewhere, another makes the rule that forwards",
      "mailtrail_inbox_rule_forward_outside"),
  FAILED_LOGIN(
      HIDING,
      "the logins from the rented server failed, though ResultStatus says Success",
      "mailtrail_inbox_rule_forward_outside"),
  RULE_TOO_LATE(
      SLOW,
      "three days lie between the login from elsewhere and the rule",
      "mailtrail_inbox_rule_forward_outside"),
  LATE_EARLIER_LOGIN(
      ALL_LATE,
      "a login of the day before, from the same place, comes late and undoes the alert",
      "mailtrail_inbox_rule_forward_outside"),
  NEW_JOINER(
      FORWARDING,
      "somebody who joined days ago, of whom no place is known yet",
      "mailtrail_inbox_rule_forward_outside"),
  REDIRECT_INSIDE(REDIRECT, "from home, mail is redirected to a colleague"),
  SHORT_RULE_NAME(
      ONE_LETTER_RULE, "from home, a rule named HR moves mail to a folder of that name"),
  FORWARDING_INSIDE(MAILBOX_FORWARDING, "from home, the mailbox forwards to a colleague"),
  DISCLAIMER(TRANSPORT_RULE, "a mail flow rule that appends a disclaimer"),
  DELEGATE_FOR_ANOTHER(DELEGATE_READS, "an administrator gives a colleague access, who reads"),
  SEND_AS_DAYS_LATER(
      SEND_AS, "the right to send as somebody is first used two days after it was given"),
  AUDIT_ON(AUDIT_OFF, "an administrator ends the bypass of auditing"),
  CONSENT_TO_PROFILE(CONSENT, "from home, consent to an application that may see the profile"),
  APP_RENAMED(APP_CREDENTIALS, "an application gets another name"),
  NEW_TELEPHONE(SECOND_FACTOR, "from home, another telephone as second factor"),
  DOMAIN_SETTINGS(FEDERATION, "settings of the domain change that trust nobody"),
  COMPLIANCE_SEARCH(EDISCOVERY, "the one whose work it is makes a search and takes nothing"),
  SPRAYING_IN_VAIN(
      SPRAYING, "one password tried on many accounts, one of whom signs in from the office"),
  FORGOTTEN_PASSWORD(GUESSING, "three wrong passwords at home before the right one"),
  NEIGHBOURING_COUNTRY(
      IMPOSSIBLE_TRAVEL, "a sign-in at home, and half an hour later one from the next country"),
  SESSION_ON_THE_ROAD(STOLEN_TOKEN, "a session begun at home goes on over the telephone's network"),
  LEGACY_REFUSED(LEGACY_PROTOCOL, "a client that knows no second factor is turned away"),
  SYNC_AT_NEW_HOME(MASS_SYNC, "a mailbox is synchronised from a line at home that is new"),
  CLEARING_OUT(PURGE, "from home, messages are purged by the dozen"),
  INVOICE_CLERK(PAYMENT_SEARCH, "one search for an invoice, then a message about it"),
  TWO_TO_ONE(
      CAMPAIGN,
      "a couple in the company forward to the address they share",
      "mailtrail_inbox_rule_forward_outside"),
  NEW_COLLEAGUE(LOOKALIKE, "an account is made for somebody new"),
  ALL_HANDS(INTERNAL_PHISHING, "from the office, a message to forty colleagues");

  /** What an attacker's sign-in may raise besides, whatever comes after it. */
  private static final Set<String> OF_ANY_ATTACK =
      Set.of(
          "mailtrail_login_from_hosting_first",
          "mailtrail_impossible_travel",
          "mailtrail_three_countries");

  /** These learn for two weeks before anything is new to them: a short history has no alert. */
  private static final Set<String> LEARN_LONG =
      Set.of("mailtrail_first_search", "mailtrail_new_application_reads_mail");

  /** Two weeks, the six days of stories, and a weekend on which nothing is learnt. */
  private static final int LONG_HISTORY_DAYS = 23;

  private final StoryKind missed;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<String> rules;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final Set<String> alsoFound;

  /** An attack. */
  StoryKind(String description, List<String> rules, String... alsoFound) {
    this.missed = null;
    this.description = description;
    this.rules = rules;
    this.alsoFound = Set.of(alsoFound);
  }

  /** A near miss. */
  StoryKind(StoryKind missed, String description, String... alsoFound) {
    this.missed = missed;
    this.description = description;
    this.rules = missed.rules;
    this.alsoFound = Set.of(alsoFound);
  }

  private static List<String> rules(String... names) {
    return List.of(names);
  }

  /** Whether alerts are due. */
  public boolean isTakeover() {
    return missed == null;
  }

  /** The attack that a near miss looks like; empty for an attack. */
  public Optional<StoryKind> missed() {
    return Optional.ofNullable(missed);
  }

  /** Names of the bundled rules that must find an attack, and must not find its near miss. */
  public List<String> rules() {
    return rules;
  }

  /** Those of {@link #rules()} that can have learnt enough in a history of so many days. */
  List<String> rules(int days) {
    return days >= LONG_HISTORY_DAYS
        ? rules
        : rules.stream().filter(rule -> !LEARN_LONG.contains(rule)).toList();
  }

  /** Names of the rules that may find something in it besides, and are right to. */
  public Set<String> alsoFound() {
    if (!isTakeover()) {
      return alsoFound;
    }
    Set<String> all = new TreeSet<>(alsoFound);
    all.addAll(OF_ANY_ATTACK);
    return all;
  }

  public String description() {
    return description;
  }
}
