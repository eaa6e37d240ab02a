package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The stories after the anchor: a new one every two and a half minutes, a takeover about every
 * other time. A pure function of the tenant and the story's number.
 *
 * <p>Nobody is in a second story until more than a timespan after the first, so that two near
 * misses never make a takeover between them: when all have had their turn, there is a pause. An
 * attacker comes to each user from a network not seen there before; when none is left, after some
 * weeks, there are no stories any more.
 */
final class LiveStories {
  private static final int SECONDS_APART = 150;
  private static final Duration REST = Duration.ofHours(27);
  private static final List<StoryKind> TAKEOVERS =
      List.of(
          StoryKind.FORWARDING,
          StoryKind.HIDING,
          StoryKind.OBSCURE_FOLDER,
          StoryKind.REDIRECT,
          StoryKind.ONE_LETTER_RULE,
          StoryKind.MAILBOX_FORWARDING,
          StoryKind.CONSENT,
          StoryKind.SECOND_FACTOR,
          StoryKind.PAYMENT_SEARCH,
          StoryKind.INTERNAL_PHISHING);
  private static final List<StoryKind> NEAR_MISSES =
      List.of(
          StoryKind.TRAVELLER,
          StoryKind.VPN_EXIT,
          StoryKind.BENIGN_RULE,
          StoryKind.RULE_BEFORE_LOGIN,
          StoryKind.KNOWN_ADDRESS,
          StoryKind.FAILED_LOGIN,
          StoryKind.REDIRECT_INSIDE,
          StoryKind.SHORT_RULE_NAME,
          StoryKind.FORWARDING_INSIDE,
          StoryKind.CONSENT_TO_PROFILE,
          StoryKind.NEW_TELEPHONE,
          StoryKind.INVOICE_CLERK,
          StoryKind.ALL_HANDS);

  private final TenantPlan plan;
  private final Records records;
  private final Cast cast;
  private final List<Person> users;
  private final List<Network> hosting;
  private final long perRound;

  LiveStories(TenantPlan plan, Company company, Records records) {
    this.plan = plan;
    this.records = records;
    // None of the kinds here needs others.
    this.cast = Cast.of(company, Collections.emptyIterator());
    this.users = Dice.of(plan.seed(), "live users").shuffled(company.of(Person.Role.ORDINARY));
    this.hosting = Dice.of(plan.seed(), "live attackers").shuffled(hostingNetworks());
    this.perRound = Math.max(users.size(), REST.toSeconds() / SECONDS_APART + 1);
  }

  private static List<Network> hostingNetworks() {
    return Networks.of(Network.Kind.HOSTING);
  }

  /** The stories that start from the one instant on and before the other. */
  List<Script> starting(Instant from, Instant to) {
    List<Script> scripts = new ArrayList<>();
    long first = Math.max(0, slot(from) - 1);
    for (long slot = first; slot <= slot(to); slot++) {
      long round = slot / perRound;
      long turn = slot % perRound;
      Dice dice = Dice.of(plan.seed(), "live story", slot);
      Instant start = plan.anchor().plusSeconds(slot * SECONDS_APART + dice.below(40));
      boolean isDue = !start.isBefore(from) && start.isBefore(to);
      if (isDue && turn < users.size() && round < hosting.size()) {
        scripts.add(script(slot, (int) round, users.get((int) turn), start, dice));
      }
    }
    return scripts;
  }

  private long slot(Instant at) {
    return Math.max(0, Duration.between(plan.anchor(), at).toSeconds() / SECONDS_APART);
  }

  private Script script(long slot, int round, Person user, Instant start, Dice dice) {
    StoryKind kind = dice.perMille(500) ? dice.pick(TAKEOVERS) : dice.pick(NEAR_MISSES);
    if (kind == StoryKind.VPN_EXIT && !user.hasVpn()) {
      kind = StoryKind.KNOWN_ADDRESS;
    }
    String id = "live-" + slot + "-" + Script.slug(kind);
    Script script = new Script(records, kind, id, user, start, Availability.LIVE, dice);
    Network from =
        kind.isTakeover()
            ? hosting.get((round + user.index()) % hosting.size())
            : dice.pick(Plot.origins(kind, user));
    Plot.write(script, from, cast);
    return script;
  }
}
