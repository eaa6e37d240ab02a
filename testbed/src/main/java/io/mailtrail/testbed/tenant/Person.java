package io.mailtrail.testbed.tenant;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Somebody in the company.
 *
 * @param roamingDay the weekday on which this person is sure to use every network of theirs
 */
record Person(
    int index,
    Account account,
    String department,
    Site site,
    Places places,
    Client desktop,
    Client phone,
    LocalDate joined,
    DayOfWeek roamingDay,
    Role role) {

  /** What a person may do in ordinary history, so that it holds no takeover by accident. */
  enum Role {
    /** Signs in from the usual places, makes harmless rules; stories after the anchor use these. */
    ORDINARY,
    /** Signs in from the usual places only, and makes rules that file away or forward mail. */
    TIDY,
    /** Signs in from elsewhere now and then, and makes no rule but harmless ones. */
    ROAMER,
    /** Runs Exchange and Entra. */
    ADMIN,
    /** Plays in a story before the anchor. */
    STORY,
    /** Joined a few days before the anchor. */
    JOINER
  }

  /**
   * How the directory and Exchange name a person.
   *
   * @param upn in mixed case, as cmdlet and mailbox records write it
   */
  record Account(
      String upn,
      String displayName,
      String objectId,
      String puid,
      String sid,
      String mailboxGuid) {}

  /**
   * Where a person signs in from.
   *
   * @param homeV6 null where the home line has none
   * @param vpn the usual exit; null for who has no VPN
   */
  record Places(
      Network home,
      String homeAddress,
      String homeV6,
      Network mobile,
      Network office,
      String officeAddress,
      Network vpn,
      String vpnAddress) {}

  String upn() {
    return account.upn();
  }

  /** As sign-in records write it, and as alerts name the user. */
  String login() {
    return account.upn().toLowerCase(Locale.ROOT);
  }

  boolean hasVpn() {
    return places.vpn() != null;
  }
}
