package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.LogonType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The same over time, against a replay of the little model's own configuration: across the change
 * of tables, in mailboxes of people and of groups, with actors who become exempt, licences that
 * come and go, and lists that were changed in a way that no record tells.
 */
class TimelinePropertiesTest {
  private static final String EVE = "eve@c.example";
  private static final Instant CURRENT_TABLE = Instant.parse("2019-02-01T00:00:00Z");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Long before the table of actions changes, about to, and long after. */
  private static final List<Instant> STARTS =
      List.of(
          Instant.parse("2018-03-01T00:00:00Z"), CURRENT_TABLE.minus(Duration.ofHours(9)), START);

  private static final Duration STEP = Duration.ofHours(1);
  private static final Map<LogonType, Setting> LISTS =
      new EnumMap<>(
          Map.of(
              LogonType.OWNER, Setting.OWNER,
              LogonType.DELEGATE, Setting.DELEGATE,
              LogonType.ADMIN, Setting.ADMIN));
  private static final List<String> ACTIONS = List.copyOf(LittleModel.actions());

  /** The configuration of one mailbox and its organisation, as it really is. */
  private static final class Tenant {
    private boolean ingestion = true;
    private boolean auditDisabled;
    private boolean exists = true;
    private boolean bypass;
    private boolean actorBypass;
    private boolean group;
    private boolean premium;
    private boolean enabled = true;
    private final Map<LogonType, Set<String>> lists = new EnumMap<>(LogonType.class);
    private final Set<LogonType> unclear = EnumSet.noneOf(LogonType.class);

    LittleModel.World world(LogonType logon) {
      return new LittleModel.World(
          ingestion,
          auditDisabled,
          exists,
          logon == LogonType.OWNER ? bypass : actorBypass,
          group,
          premium,
          enabled,
          lists.get(logon) == null ? null : Set.copyOf(lists.get(logon)));
    }

    /** What an export would show at this moment. */
    List<CoverageStatement> shown(String at) {
      List<Assertion> mailbox = new ArrayList<>();
      mailbox.add(Assertion.is(Setting.AUDIT_ENABLED, enabled));
      List<String> defaults = new ArrayList<>();
      LISTS.forEach(
          (logon, setting) -> {
            if (lists.get(logon) == null) {
              defaults.add(logon.wireName());
            } else {
              mailbox.add(Said.is(setting, lists.get(logon).toArray(new String[0])));
            }
          });
      mailbox.add(Said.is(Setting.DEFAULT_SET, defaults.toArray(new String[0])));
      List<CoverageStatement> shown = new ArrayList<>();
      mailbox.add(Assertion.is(Setting.GROUP, group));
      if (exists) {
        shown.add(Said.annShown(at, mailbox.toArray(new Assertion[0])));
        unclear.clear();
      }
      shown.add(
          Said.shown(
              at,
              Subject.ORGANISATION,
              "",
              Assertion.is(Setting.INGESTION, ingestion),
              Assertion.is(Setting.AUDIT_DISABLED, auditDisabled)));
      shown.add(Said.shown(at, Subject.ACCOUNT, Said.ANN, Assertion.is(Setting.BYPASS, bypass)));
      shown.add(Said.shown(at, Subject.ACCOUNT, EVE, Assertion.is(Setting.BYPASS, actorBypass)));
      shown.add(Said.shown(at, Subject.ACCOUNT, Said.ANN, Assertion.is(Setting.PREMIUM, premium)));
      return shown;
    }

    /** Does something, and tells it as the record of it would. */
    List<CoverageStatement> change(Random random, String at) {
      boolean value = random.nextBoolean();
      // Nobody can set anything of a mailbox that is not there.
      switch (exists ? random.nextInt(11) : 1 + random.nextInt(5)) {
        case 0 -> {
          enabled = value;
          return List.of(Said.annChanged(at, Assertion.is(Setting.AUDIT_ENABLED, value)));
        }
        case 1 -> {
          bypass = value;
          return List.of(
              Said.changed(at, Subject.ACCOUNT, Said.ANN, Assertion.is(Setting.BYPASS, value)));
        }
        case 2 -> {
          auditDisabled = value;
          return List.of(
              Said.changed(
                  at, Subject.ORGANISATION, "", Assertion.is(Setting.AUDIT_DISABLED, value)));
        }
        case 3 -> {
          ingestion = value;
          return List.of(
              Said.changed(at, Subject.ORGANISATION, "", Assertion.is(Setting.INGESTION, value)));
        }
        case 4 -> {
          exists = value;
          if (value) {
            enabled = !isClassic(Instant.parse(at));
            lists.clear();
            unclear.clear();
          }
          return List.of(Said.annChanged(at, Assertion.is(Setting.EXISTS, value)));
        }
        case 5 -> {
          actorBypass = value;
          return List.of(
              Said.changed(at, Subject.ACCOUNT, EVE, Assertion.is(Setting.BYPASS, value)));
        }
        case 6 -> {
          LogonType logon = logon(random);
          lists.put(logon, named(random));
          unclear.add(logon);
          return List.of(Said.annChanged(at, Said.does(Operation.UNCLEAR, LISTS.get(logon))));
        }
        case 7 -> {
          LogonType logon = logon(random);
          lists.remove(logon);
          unclear.remove(logon);
          return List.of(Said.annChanged(at, Said.is(Setting.DEFAULT_SET, logon.wireName())));
        }
        default -> {
          return List.of(edit(random, at));
        }
      }
    }

    private CoverageStatement edit(Random random, String at) {
      LogonType logon = logon(random);
      Set<String> before = lists.get(logon);
      if (before == null) {
        before = new HashSet<>(ACTIONS);
        boolean classic = isClassic(Instant.parse(at));
        before.removeIf(action -> !LittleModel.isDefault(action, logon, classic));
      }
      Set<String> named = named(random);
      Operation operation =
          List.of(Operation.IS, Operation.ADD, Operation.REMOVE).get(random.nextInt(3));
      Set<String> after = new HashSet<>(operation == Operation.IS ? Set.of() : before);
      if (operation == Operation.REMOVE) {
        after.removeAll(named);
      } else {
        after.addAll(named);
      }
      lists.put(logon, after);
      if (operation == Operation.IS) {
        unclear.remove(logon);
      }
      return Said.annChanged(
          at, Said.does(operation, LISTS.get(logon), named.toArray(new String[0])));
    }

    private static Set<String> named(Random random) {
      Set<String> named = new HashSet<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        named.add(ACTIONS.get(random.nextInt(ACTIONS.size())));
      }
      return named;
    }

    private static LogonType logon(Random random) {
      return List.copyOf(LISTS.keySet()).get(random.nextInt(LISTS.size()));
    }
  }

  /**
   * What really is, and what of it nobody can know.
   *
   * @param licenceOpen the licence changed between two exports, this time lies between them
   * @param listOpen the list was changed, and the record does not tell to what
   */
  private record Truth(LittleModel.World world, boolean licenceOpen, boolean listOpen) {
    Truth withLicenceOpen() {
      return new Truth(world, true, listOpen);
    }

    /** Every way in which the world can be, for one action. */
    Set<Boolean> outcomes(String action, LogonType logon, boolean classic) {
      Set<Boolean> outcomes = new HashSet<>();
      for (boolean premium : licenceOpen ? new boolean[] {true, false} : only(world.premium())) {
        List<Set<String>> lists = new ArrayList<>();
        lists.add(world.list());
        if (listOpen) {
          lists.add(Set.of());
          lists.add(Set.of(action));
        }
        for (Set<String> list : lists) {
          outcomes.add(
              LittleModel.recorded(
                  new LittleModel.World(
                      world.ingestion(),
                      world.auditDisabled(),
                      world.exists(),
                      world.bypass(),
                      world.group(),
                      premium,
                      world.enabled(),
                      list),
                  action,
                  logon,
                  classic));
        }
      }
      return outcomes;
    }

    private static boolean[] only(boolean value) {
      return new boolean[] {value};
    }
  }

  @Property(tries = 200)
  void whatIsJudgedIsWhatAReplayOfTheChangesGives(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 25) int changes) {
    Random random = new Random(seed);
    Instant start = STARTS.get(random.nextInt(STARTS.size()));
    Tenant tenant = new Tenant();
    tenant.premium = random.nextBoolean();
    tenant.group = random.nextInt(6) == 0;
    List<CoverageStatement> statements = new ArrayList<>(tenant.shown(start.toString()));
    List<Map<LogonType, Truth>> truth = new ArrayList<>();
    truth.add(truths(tenant));
    int licenceShown = 0;
    for (int i = 1; i <= changes; i++) {
      String at = start.plus(STEP.multipliedBy(i)).toString();
      if (random.nextInt(4) == 0) {
        if (random.nextBoolean()) {
          // Licences leave no record: all that is known is that it was another one before.
          tenant.premium = !tenant.premium;
          truth
              .subList(licenceShown, i)
              .forEach(t -> t.replaceAll((l, was) -> was.withLicenceOpen()));
        }
        licenceShown = i;
        statements.addAll(tenant.shown(at));
      } else {
        statements.addAll(tenant.change(random, at));
      }
      truth.add(truths(tenant));
    }
    Collections.shuffle(statements, random);
    Timeline timeline = Timeline.of("t", statements);
    Instant end = start.plus(STEP.multipliedBy(changes + 1));

    for (LogonType logon : LISTS.keySet()) {
      for (String action : ACTIONS) {
        List<Period> periods =
            timeline.periods(question(timeline, action, logon), start, end, Collected.unknown());
        assertThat(periods.get(0).from()).isEqualTo(start);
        assertThat(periods.get(periods.size() - 1).to()).isEqualTo(end);
        for (int i = 0; i < truth.size(); i++) {
          Instant middle = start.plus(STEP.multipliedBy(i)).plusSeconds(1800);
          Truth known = truth.get(i).get(logon);
          Set<Boolean> outcomes = known.outcomes(action, logon, isClassic(middle));
          Recorded really =
              Recorded.of(LittleModel.recorded(known.world(), action, logon, isClassic(middle)));
          Recorded judged = periodAt(periods, middle).judgement().recorded();
          assertThat(judged)
              .as("%s by %s after %d changes since %s: %s", action, logon, i, start, known)
              .isIn(outcomes.size() == 1 ? Set.of(really) : Set.of(really, Recorded.UNKNOWN));
        }
      }
    }
  }

  private static Question question(Timeline timeline, String action, LogonType logon) {
    return new Question(
        Said.find(timeline, Said.ANN),
        action,
        logon,
        logon == LogonType.OWNER ? Optional.empty() : Optional.of(Said.find(timeline, EVE)));
  }

  private static boolean isClassic(Instant time) {
    return time.isBefore(CURRENT_TABLE);
  }

  @Property(tries = 100)
  void orderAndRepeatsDoNotMatter(@ForAll long seed) {
    Random random = new Random(seed);
    Tenant tenant = new Tenant();
    List<CoverageStatement> statements = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      // Some in the same second, some exports that disagree with what was told.
      String at = START.plus(STEP.multipliedBy(i / 2)).toString();
      statements.addAll(random.nextInt(3) == 0 ? tenant.shown(at) : tenant.change(random, at));
      if (random.nextInt(4) == 0) {
        tenant.enabled = !tenant.enabled;
      }
    }
    List<CoverageStatement> mixed = new ArrayList<>(statements);
    mixed.addAll(statements.subList(0, random.nextInt(statements.size())));
    Collections.shuffle(mixed, random);

    Timeline one = Timeline.of("t", statements);
    Timeline other = Timeline.of("t", mixed);

    assertThat(other.mailboxes()).isEqualTo(one.mailboxes());
    Instant end = START.plus(STEP.multipliedBy(8));
    for (LogonType logon : LISTS.keySet()) {
      for (String action : List.of("HardDelete", "MailboxLogin", "MailItemsAccessed")) {
        assertThat(periods(other, action, logon, end)).isEqualTo(periods(one, action, logon, end));
      }
    }
  }

  private static List<Period> periods(
      Timeline timeline, String action, LogonType logon, Instant end) {
    return timeline.periods(
        new Question(Said.find(timeline, Said.ANN), action, logon),
        START.minus(STEP),
        end,
        Collected.unknown());
  }

  private static Map<LogonType, Truth> truths(Tenant tenant) {
    Map<LogonType, Truth> truths = new EnumMap<>(LogonType.class);
    for (LogonType logon : LISTS.keySet()) {
      truths.put(logon, new Truth(tenant.world(logon), false, tenant.unclear.contains(logon)));
    }
    return truths;
  }

  private static Period periodAt(List<Period> periods, Instant time) {
    return periods.stream()
        .filter(p -> !time.isBefore(p.from()) && time.isBefore(p.to()))
        .findFirst()
        .orElseThrow();
  }
}
