package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The stories before the anchor: one of each kind, all within the last six days, so that the API
 * still has them. Whoever is attacked, or plays in a near miss of the first rule, has no other
 * story; other near misses happen to ordinary people and administrators.
 */
final class StoryBook {
  /** People needed who do nothing else; the joiner comes extra. */
  static final int CAST = 37;

  /** When the last of the evenly spaced stories begins, and over how long they are spread. */
  private static final int LAST_HOURS_BEFORE = 29;

  private static final int SPREAD_HOURS = 108;

  private static final Set<StoryKind> OF_THE_FIRST_RULE =
      EnumSet.range(StoryKind.TRAVELLER, StoryKind.NEW_JOINER);

  private final TenantPlan plan;
  private final Company company;
  private final Records records;

  StoryBook(TenantPlan plan, Company company, Records records) {
    this.plan = plan;
    this.company = company;
    this.records = records;
  }

  List<Script> scripts() {
    Iterator<Person> players = company.of(Person.Role.STORY).iterator();
    Cast cast = Cast.of(company, players);
    List<Person> bystanders =
        Dice.of(plan.seed(), "bystanders").shuffled(company.of(Person.Role.ORDINARY));
    List<Script> scripts = new ArrayList<>();
    int bystander = 0;
    int told = 0;
    for (StoryKind kind : StoryKind.values()) {
      Person user =
          switch (part(kind)) {
            case PLAYER -> players.next();
            case BYSTANDER -> bystanders.get(bystander++ % bystanders.size());
            case JOINER -> company.of(Person.Role.JOINER).get(0);
            case ADMIN -> cast.admin();
            case OFFICER -> company.officer();
          };
      Dice dice = Dice.of(plan.seed(), "story " + kind);
      Script script = script(kind, user, told++, dice);
      Plot.write(script, dice.pick(Plot.origins(kind, user)), cast);
      scripts.add(script);
    }
    return scripts;
  }

  private enum Part {
    PLAYER,
    BYSTANDER,
    JOINER,
    ADMIN,
    OFFICER
  }

  private static Part part(StoryKind kind) {
    return switch (kind) {
      case NEW_JOINER -> Part.JOINER;
      case COMPLIANCE_SEARCH -> Part.OFFICER;
      case TRANSPORT_RULE,
          DISCLAIMER,
          AUDIT_OFF,
          AUDIT_ON,
          APP_CREDENTIALS,
          APP_RENAMED,
          FEDERATION,
          DOMAIN_SETTINGS,
          LOOKALIKE,
          NEW_COLLEAGUE ->
          Part.ADMIN;
      default ->
          kind.isTakeover() || OF_THE_FIRST_RULE.contains(kind) ? Part.PLAYER : Part.BYSTANDER;
    };
  }

  private Script script(StoryKind kind, Person user, int told, Dice dice) {
    String id = (kind.isTakeover() ? "takeover-" : "near-miss-") + Script.slug(kind);
    Duration before =
        Duration.ofMinutes(minutesBeforeAnchor(kind, told)).plusSeconds(dice.below(2_400));
    return new Script(
        records, kind, id, user, plan.anchor().minus(before), Availability.HISTORY, dice);
  }

  private static int minutesBeforeAnchor(StoryKind kind, int told) {
    return switch (kind) {
      case FORWARDING -> 60 * 130;
      case HIDING -> 60 * 101;
      case OBSCURE_FOLDER -> 60 * 78;
      case SLOW -> 60 * 60;
      case RULE_RECORD_FIRST -> 60 * 40;
      case ALL_LATE -> 60 * 54;
      case TRAVELLER -> 60 * 124;
      case VPN_EXIT -> 60 * 112;
      case BENIGN_RULE -> 60 * 95;
      case RULE_BEFORE_LOGIN -> 60 * 88;
      case KNOWN_ADDRESS -> 60 * 71;
      case OTHER_USER -> 60 * 50;
      case FAILED_LOGIN -> 60 * 36;
      case RULE_TOO_LATE -> 60 * 135;
      case LATE_EARLIER_LOGIN -> 60 * 66;
      case NEW_JOINER -> 60 * 30;
      case SEND_AS_DAYS_LATER, CAMPAIGN, TWO_TO_ONE -> 60 * 120;
      // The others follow each other, so that who plays twice does so days apart.
      default ->
          60 * (LAST_HOURS_BEFORE + SPREAD_HOURS)
              - 60 * SPREAD_HOURS * told / StoryKind.values().length;
    };
  }
}
