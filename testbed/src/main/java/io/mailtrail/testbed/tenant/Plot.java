package io.mailtrail.testbed.tenant;

import java.util.List;

/** Writes a story, of whatever kind. */
final class Plot {
  private Plot() {}

  /**
   * @param from where whoever comes from elsewhere comes from
   */
  static void write(Script script, Network from, Cast cast) {
    boolean written =
        AccountAttacks.write(script, from, cast)
            || MailboxAttacks.write(script, from, cast)
            || TenantAttacks.write(script, from, cast);
    if (written) {
      return;
    }
    if (script.kind().isTakeover()) {
      Takeovers.write(script, from);
    } else {
      Person other = script.kind() == StoryKind.OTHER_USER ? cast.others().next() : null;
      NearMisses.write(script, from, other);
    }
  }

  /** Where such a story may come from: for an attacker, a place that the user has never been to. */
  static List<Network> origins(StoryKind kind, Person user) {
    return switch (kind) {
      case OBSCURE_FOLDER ->
          Networks.of(Network.Kind.HOSTING).stream().filter(Network::hasV6).toList();
      case FORWARDING, HIDING, SLOW, RULE_RECORD_FIRST, ALL_LATE, FAILED_LOGIN ->
          Networks.of(Network.Kind.HOSTING);
      case IMPOSSIBLE_TRAVEL -> Networks.overseas();
      // Moved house, or changed the provider.
      case BENIGN_RULE, SYNC_AT_NEW_HOME ->
          Networks.of(Network.Kind.HOME, user.site().country()).stream()
              .filter(network -> !network.equals(user.places().home()))
              .toList();
      case SPRAYING_IN_VAIN, LEGACY_REFUSED -> Networks.rented();
      // Near enough to have been there and at home on the same day.
      default -> kind.isTakeover() ? Networks.rented() : Networks.nearby();
    };
  }
}
