package io.mailtrail.coverage;

import io.mailtrail.coverage.History.Reading;
import io.mailtrail.coverage.History.Value;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.MailboxAction.Kind;
import io.mailtrail.model.MailboxAction.Recording;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The settings of one subject over time, replayed from its statements. Immutable once made. */
final class Settings {
  /** Settings of a mailbox that hold lists of actions, and for whom. */
  static final Map<LogonType, Setting> LISTS =
      new EnumMap<>(
          Map.of(
              LogonType.OWNER, Setting.OWNER,
              LogonType.DELEGATE, Setting.DELEGATE,
              LogonType.ADMIN, Setting.ADMIN));

  /** Every action of a mailbox that was ever one, in lower case. */
  private static final Set<String> ACTIONS =
      ActionTable.bundled().actions().stream()
          .map(row -> lower(row.action()))
          .collect(Collectors.toCollection(TreeSet::new));

  private record Cell(LogonType logon, String action) {}

  private final Map<Setting, History> flags = new EnumMap<>(Setting.class);
  private final Map<Cell, History> cells = new HashMap<>();
  private final Map<Cell, Value> now = new HashMap<>();
  private final Map<LogonType, CoverageStatement> truncated = new EnumMap<>(LogonType.class);
  private String ageLimit;

  private Settings() {}

  /**
   * @param statements in {@link Statements#ORDER}
   */
  static Settings of(List<CoverageStatement> statements) {
    Settings settings = new Settings();
    statements.forEach(settings::apply);
    return settings;
  }

  Reading flag(Setting setting, Instant time, Collected collected) {
    return flags.getOrDefault(setting, History.EMPTY).at(time, false, collected);
  }

  Reading untouched(Setting setting, boolean usual, Instant time, Collected collected) {
    return flags.getOrDefault(setting, History.EMPTY).orUntouched(usual, time, collected);
  }

  /** Whether an action stands in the list of a logon type. */
  Reading listed(
      LogonType logon, String action, boolean byDefault, Instant time, Collected collected) {
    Reading reading =
        cells
            .getOrDefault(new Cell(logon, lower(action)), History.EMPTY)
            .at(time, byDefault, collected);
    return reading.doubt() == Doubt.NEVER_STATED && truncated.containsKey(logon)
        ? new Reading(
            Recorded.UNKNOWN,
            Doubt.TRUNCATED,
            Optional.empty(),
            Optional.of(truncated.get(logon)),
            false)
        : reading;
  }

  /** When something that may matter to the cell changed. */
  List<Instant> times(LogonType logon, String action) {
    List<Instant> times = new ArrayList<>();
    flags.values().forEach(history -> times.addAll(history.times()));
    times.addAll(cells.getOrDefault(new Cell(logon, lower(action)), History.EMPTY).times());
    return times;
  }

  /** The newest AuditLogAgeLimit, as written. */
  Optional<String> ageLimit() {
    return Optional.ofNullable(ageLimit);
  }

  private void apply(CoverageStatement statement) {
    if (statement.subject() == Subject.MAILBOX
        && statement.settings().stream().noneMatch(a -> a.setting() == Setting.EXISTS)) {
      // What has settings exists, and may have existed for long.
      History history = flags.computeIfAbsent(Setting.EXISTS, key -> new History());
      history.add(Value.YES, asShown(statement));
    }
    for (Assertion assertion : statement.settings()) {
      switch (assertion.setting()) {
        case OWNER, DELEGATE, ADMIN, DEFAULT_SET -> {}
        case AGE_LIMIT ->
            ageLimit = assertion.values().isEmpty() ? null : assertion.values().get(0);
        case EXISTS -> {
          flag(statement, assertion);
          if (isChangeToTrue(statement, assertion)) {
            begin(statement);
          }
        }
        default -> flag(statement, assertion);
      }
    }
    if (statement.basis() == Basis.SNAPSHOT) {
      show(statement);
    } else {
      change(statement);
    }
  }

  /** The statement as evidence that something was there, which a change is too. */
  private static CoverageStatement asShown(CoverageStatement statement) {
    return statement.basis() == Basis.SNAPSHOT
        ? statement
        : new CoverageStatement(
            statement.id(),
            statement.tenant(),
            statement.subject(),
            statement.names(),
            statement.at(),
            Basis.SNAPSHOT,
            statement.source(),
            statement.by(),
            statement.settings(),
            statement.summary());
  }

  private void flag(CoverageStatement statement, Assertion assertion) {
    flags
        .computeIfAbsent(assertion.setting(), key -> new History())
        .add(boolValue(assertion), statement);
  }

  private static Value boolValue(Assertion assertion) {
    if (assertion.operation() != Operation.IS || assertion.values().size() != 1) {
      return Value.UNCLEAR;
    }
    return switch (assertion.values().get(0).toLowerCase(Locale.ROOT)) {
      case "true" -> Value.YES;
      case "false" -> Value.NO;
      default -> Value.UNCLEAR;
    };
  }

  private static boolean isChangeToTrue(CoverageStatement statement, Assertion assertion) {
    return statement.basis() == Basis.CHANGE && boolValue(assertion) == Value.YES;
  }

  /** A new mailbox has the settings that Microsoft gives to new ones. */
  private void begin(CoverageStatement statement) {
    boolean isByDefault = isAuditedByDefault(day(statement.at()));
    flags
        .computeIfAbsent(Setting.AUDIT_ENABLED, key -> new History())
        .add(isByDefault ? Value.YES : Value.NO, statement);
    LISTS.keySet().forEach(logon -> all(logon, Value.AS_DEFAULT, statement));
  }

  private void show(CoverageStatement statement) {
    Optional<Assertion> defaults = assertion(statement, Setting.DEFAULT_SET);
    for (Map.Entry<LogonType, Setting> list : LISTS.entrySet()) {
      LogonType logon = list.getKey();
      Optional<Assertion> shown = assertion(statement, list.getValue());
      boolean isComplete = shown.filter(a -> a.operation() == Operation.IS).isPresent();
      if (isComplete) {
        replace(logon, shown.get().values(), statement);
        continue;
      }
      boolean isDefault =
          defaults.stream()
              .flatMap(assertion -> assertion.values().stream())
              .anyMatch(value -> LogonType.of(value).filter(logon::equals).isPresent());
      if (isDefault) {
        all(logon, Value.AS_DEFAULT, statement);
      }
      shown.ifPresent(
          assertion -> {
            assertion.values().forEach(value -> set(logon, value, Value.YES, statement));
            truncated.put(logon, statement);
          });
    }
  }

  private void change(CoverageStatement statement) {
    assertion(statement, Setting.DEFAULT_SET)
        .ifPresent(assertion -> restoreDefaults(assertion, statement));
    for (Assertion assertion : statement.settings()) {
      LISTS.forEach(
          (logon, setting) -> {
            if (assertion.setting() == setting) {
              change(logon, assertion, statement);
            }
          });
    }
  }

  private void restoreDefaults(Assertion assertion, CoverageStatement statement) {
    for (LogonType logon : LISTS.keySet()) {
      if (assertion.operation() == Operation.UNCLEAR) {
        all(logon, Value.UNCLEAR, statement);
      } else if (assertion.values().stream()
          .anyMatch(value -> LogonType.of(value).filter(logon::equals).isPresent())) {
        all(logon, Value.AS_DEFAULT, statement);
      }
    }
  }

  private void change(LogonType logon, Assertion assertion, CoverageStatement statement) {
    switch (assertion.operation()) {
      case IS -> replace(logon, assertion.values(), statement);
      case INCLUDES, UNCLEAR -> {
        all(logon, Value.UNCLEAR, statement);
        assertion.values().forEach(value -> set(logon, value, Value.YES, statement));
      }
      case ADD -> {
        freeze(logon, statement);
        assertion.values().forEach(value -> set(logon, value, Value.YES, statement));
      }
      case REMOVE -> {
        freeze(logon, statement);
        assertion.values().forEach(value -> set(logon, value, Value.NO, statement));
      }
    }
  }

  /** From the first change of a list on, Microsoft adds nothing to it any more. */
  private void freeze(LogonType logon, CoverageStatement statement) {
    for (String action : ACTIONS) {
      if (now.get(new Cell(logon, action)) == Value.AS_DEFAULT) {
        boolean isDefault = isDefault(action, logon, day(statement.at()));
        set(logon, action, isDefault ? Value.YES : Value.NO, statement);
      }
    }
  }

  private void replace(LogonType logon, List<String> actions, CoverageStatement statement) {
    Set<String> listed = actions.stream().map(Settings::lower).collect(Collectors.toSet());
    for (String action : ACTIONS) {
      set(logon, action, listed.contains(action) ? Value.YES : Value.NO, statement);
    }
  }

  private void all(LogonType logon, Value value, CoverageStatement statement) {
    ACTIONS.forEach(action -> set(logon, action, value, statement));
  }

  private void set(LogonType logon, String action, Value value, CoverageStatement statement) {
    Cell cell = new Cell(logon, lower(action));
    now.put(cell, value);
    cells.computeIfAbsent(cell, key -> new History()).add(value, statement);
  }

  private static Optional<Assertion> assertion(CoverageStatement statement, Setting setting) {
    return statement.settings().stream().filter(a -> a.setting() == setting).findFirst();
  }

  private static boolean isDefault(String action, LogonType logon, LocalDate day) {
    return ActionTable.bundled()
        .action(action, Kind.USER, day)
        .filter(row -> row.recording(logon) == Recording.DEFAULT)
        .isPresent();
  }

  /** Whether on that day auditing was on unless somebody had switched it off. */
  static boolean isAuditedByDefault(LocalDate day) {
    return ActionTable.bundled().actions().stream()
        .anyMatch(row -> row.table() == MailboxAction.Table.CURRENT && row.holdsOn(day));
  }

  static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  private static String lower(String action) {
    return action.strip().toLowerCase(Locale.ROOT);
  }
}
