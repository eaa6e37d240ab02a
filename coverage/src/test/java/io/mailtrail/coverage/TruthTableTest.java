package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.LogonType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every action, every logon type, every configuration: what is stated and what is left open. Where
 * something is open, the little model is asked for every way in which it can be, and the judgement
 * must be YES if all of them record the action, NO if none does, and UNKNOWN otherwise.
 */
class TruthTableTest {
  private static final List<LogonType> LOGONS =
      List.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN);
  private static final String CLASSIC_STATED = "2018-05-01T00:00:00Z";
  private static final Instant CLASSIC = Instant.parse("2018-06-01T12:00:00Z");
  private static final String CURRENT_STATED = "2026-01-01T00:00:00Z";
  private static final Instant CURRENT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Boolean[] STATES = {null, true, false};

  private static final Set<String> SOME = everyOther(0);
  private static final Set<String> OTHERS = everyOther(1);

  /** What an export shows of the lists. */
  private enum Lists {
    NOTHING,
    DEFAULT,
    DEFAULT_AND_CUT,
    SOME,
    OTHERS,
    EMPTY,
    CUT,
    UNCLEAR
  }

  private record Configuration(
      Boolean ingestion,
      Boolean auditDisabled,
      Boolean bypass,
      boolean group,
      Boolean premium,
      Boolean enabled,
      boolean exists,
      Lists lists) {}

  @Test
  void everyActionByEveryLogonTypeInEveryConfiguration() {
    long judged = 0;
    Set<Recorded> seen = new HashSet<>();
    Set<Reason> reasons = new HashSet<>();
    for (Configuration configuration : configurations()) {
      for (boolean classic : new boolean[] {true, false}) {
        String stated = classic ? CLASSIC_STATED : CURRENT_STATED;
        Timeline timeline = Timeline.of("t", statements(configuration, stated));
        Mailbox mailbox = Said.find(timeline, Said.ANN);
        for (String action : LittleModel.actions()) {
          for (LogonType logon : LOGONS) {
            Judgement judgement =
                timeline.at(
                    new Question(mailbox, action, logon),
                    classic ? CLASSIC : CURRENT,
                    Collected.unknown());
            Recorded expected = expected(configuration, action, logon, classic);
            if (judgement.recorded() != expected) {
              assertThat(judgement)
                  .as("%s by %s in %s, classic %s", action, logon, configuration, classic)
                  .extracting(Judgement::recorded)
                  .isEqualTo(expected);
            }
            seen.add(expected);
            reasons.add(judgement.reason());
            judged++;
          }
        }
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(Recorded.values());
    assertThat(reasons).contains(Reason.values());
    assertThat(judged).isGreaterThan(250_000);
  }

  private static Recorded expected(
      Configuration c, String action, LogonType logon, boolean classic) {
    boolean some = false;
    boolean all = true;
    // What was never stated of the organisation and of bypasses stands as Microsoft sets it.
    boolean ingestion = c.ingestion == null || c.ingestion;
    boolean auditDisabled = c.auditDisabled != null && c.auditDisabled;
    boolean bypass = logon == LogonType.OWNER && c.bypass != null && c.bypass;
    for (boolean premium : possible(c.premium)) {
      for (boolean enabled : possible(c.enabled)) {
        for (Set<String> list : possible(c.lists, action)) {
          LittleModel.World world =
              new LittleModel.World(
                  ingestion, auditDisabled, c.exists, bypass, c.group, premium, enabled, list);
          boolean recorded = LittleModel.recorded(world, action, logon, classic);
          some |= recorded;
          all &= recorded;
        }
      }
    }
    return all ? Recorded.YES : some ? Recorded.UNKNOWN : Recorded.NO;
  }

  private static boolean[] possible(Boolean value) {
    return value == null ? new boolean[] {true, false} : new boolean[] {value};
  }

  private static List<Set<String>> possible(Lists lists, String action) {
    List<Set<String>> open = List.of(Set.of(), Set.of(action));
    List<Set<String>> byDefault = new ArrayList<>();
    byDefault.add(null);
    return switch (lists) {
      case NOTHING, UNCLEAR -> open;
      case DEFAULT -> byDefault;
      case DEFAULT_AND_CUT -> SOME.contains(action) ? List.of(SOME) : byDefault;
      case SOME -> List.of(SOME);
      case OTHERS -> List.of(OTHERS);
      case EMPTY -> List.of(Set.of());
      case CUT -> SOME.contains(action) ? List.of(SOME) : open;
    };
  }

  private static List<Configuration> configurations() {
    List<Configuration> all = new ArrayList<>();
    for (Boolean ingestion : STATES) {
      for (Boolean auditDisabled : STATES) {
        for (Boolean bypass : STATES) {
          for (Boolean premium : STATES) {
            for (Boolean enabled : STATES) {
              for (Lists lists : Lists.values()) {
                all.add(
                    new Configuration(
                        ingestion, auditDisabled, bypass, false, premium, enabled, true, lists));
              }
            }
          }
          all.add(
              new Configuration(
                  ingestion, auditDisabled, bypass, true, null, true, true, Lists.NOTHING));
          all.add(
              new Configuration(
                  ingestion, auditDisabled, bypass, false, true, true, false, Lists.DEFAULT));
        }
      }
    }
    return all;
  }

  private static List<CoverageStatement> statements(Configuration c, String at) {
    List<CoverageStatement> statements = new ArrayList<>();
    List<Assertion> organisation = new ArrayList<>();
    flag(organisation, Setting.INGESTION, c.ingestion);
    flag(organisation, Setting.AUDIT_DISABLED, c.auditDisabled);
    if (!organisation.isEmpty()) {
      statements.add(Said.shown(at, Subject.ORGANISATION, "", array(organisation)));
    }
    for (Setting setting : List.of(Setting.BYPASS, Setting.PREMIUM)) {
      Boolean value = setting == Setting.BYPASS ? c.bypass : c.premium;
      if (value != null) {
        statements.add(Said.shown(at, Subject.ACCOUNT, Said.ANN, Assertion.is(setting, value)));
      }
    }
    List<Assertion> mailbox = new ArrayList<>();
    flag(mailbox, Setting.AUDIT_ENABLED, c.enabled);
    mailbox.add(Assertion.is(Setting.GROUP, c.group));
    if (c.lists == Lists.DEFAULT || c.lists == Lists.DEFAULT_AND_CUT) {
      mailbox.add(Said.is(Setting.DEFAULT_SET, "Admin", "Delegate", "Owner"));
    }
    for (Setting list : List.of(Setting.OWNER, Setting.DELEGATE, Setting.ADMIN)) {
      switch (c.lists) {
        case NOTHING, DEFAULT, UNCLEAR -> {}
        case SOME -> mailbox.add(Said.is(list, SOME.toArray(new String[0])));
        case OTHERS -> mailbox.add(Said.is(list, OTHERS.toArray(new String[0])));
        case EMPTY -> mailbox.add(Said.is(list));
        case CUT, DEFAULT_AND_CUT ->
            mailbox.add(Said.does(Operation.INCLUDES, list, SOME.toArray(new String[0])));
      }
    }
    statements.add(Said.annShown(at, array(mailbox)));
    if (c.lists == Lists.UNCLEAR) {
      String later = Instant.parse(at).plusSeconds(60).toString();
      for (Setting list : List.of(Setting.OWNER, Setting.DELEGATE, Setting.ADMIN)) {
        statements.add(Said.annChanged(later, Said.does(Operation.UNCLEAR, list)));
      }
    }
    if (!c.exists) {
      String later = Instant.parse(at).plusSeconds(120).toString();
      statements.add(Said.annChanged(later, Assertion.is(Setting.EXISTS, false)));
    }
    return statements;
  }

  private static void flag(List<Assertion> settings, Setting setting, Boolean value) {
    if (value != null) {
      settings.add(Assertion.is(setting, value));
    }
  }

  private static Assertion[] array(List<Assertion> settings) {
    return settings.toArray(new Assertion[0]);
  }

  private static Set<String> everyOther(int first) {
    Set<String> half = new TreeSet<>();
    int i = 0;
    for (String action : LittleModel.actions()) {
      if (i++ % 2 == first) {
        half.add(action);
      }
    }
    return half;
  }
}
