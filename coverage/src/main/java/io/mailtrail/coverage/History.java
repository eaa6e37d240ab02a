package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Basis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What is known of one setting, over time. */
final class History {
  static final History EMPTY = new History();

  /** How a setting stands. */
  enum Value {
    YES,
    NO,
    /** As the action table has it for the day. */
    AS_DEFAULT,
    /** Changed to something that the source does not tell. */
    UNCLEAR
  }

  private record Fact(Value value, CoverageStatement by) {
    Instant at() {
      return by.at();
    }
  }

  /**
   * What the history says of one time.
   *
   * @param since from when on it has been so; empty: before anything is known
   * @param isInferred whether a later export says it
   */
  record Reading(
      Recorded value,
      Doubt doubt,
      Optional<Instant> since,
      Optional<CoverageStatement> by,
      boolean isInferred) {
    static final Reading NEVER =
        new Reading(
            Recorded.UNKNOWN, Doubt.NEVER_STATED, Optional.empty(), Optional.empty(), false);

    static Reading taken(boolean value) {
      return new Reading(Recorded.of(value), Doubt.NONE, Optional.empty(), Optional.empty(), false);
    }

    Reading negated() {
      return new Reading(value.negated(), doubt, since, by, isInferred);
    }
  }

  private final List<Fact> facts = new ArrayList<>();

  /** Facts come in the order of {@link Statements#ORDER}. */
  void add(Value value, CoverageStatement by) {
    facts.add(new Fact(value, by));
  }

  List<Instant> times() {
    return facts.stream().map(Fact::at).toList();
  }

  /**
   * @param byDefault what {@link Value#AS_DEFAULT} means at that time
   */
  Reading at(Instant time, boolean byDefault, Collected collected) {
    Predicate<Fact> isYes =
        fact -> fact.value == Value.YES || (fact.value == Value.AS_DEFAULT && byDefault);
    int next = 0;
    while (next < facts.size() && !facts.get(next).at().isAfter(time)) {
      next++;
    }
    Fact before = next == 0 ? null : facts.get(next - 1);
    Fact after = next == facts.size() ? null : facts.get(next);
    boolean isShownLater =
        after != null && after.by.basis() == Basis.SNAPSHOT && after.value != Value.UNCLEAR;
    if (before != null && before.value != Value.UNCLEAR) {
      boolean value = isYes.test(before);
      if (isShownLater && isYes.test(after) != value) {
        return doubtful(Doubt.CHANGED_UNSEEN, before.at(), after);
      }
      int first = next - 1;
      while (first > 0
          && facts.get(first - 1).value != Value.UNCLEAR
          && isYes.test(facts.get(first - 1)) == value) {
        first--;
      }
      Fact by = facts.get(first);
      return new Reading(
          Recorded.of(value), Doubt.NONE, Optional.of(by.at()), Optional.of(by.by), false);
    }
    if (isShownLater && collected.wouldShowChange(time, after.at())) {
      return new Reading(
          Recorded.of(isYes.test(after)),
          Doubt.NONE,
          Optional.ofNullable(before).map(Fact::at),
          Optional.of(after.by),
          true);
    }
    if (before != null) {
      return doubtful(Doubt.UNCLEAR, before.at(), before);
    }
    return after == null ? Reading.NEVER : doubtful(Doubt.STATED_LATER, null, after);
  }

  /**
   * The same for a setting that hardly anybody touches: where nothing is said of it, it stands as
   * Microsoft sets it. That it was later changed away from that value says the same; that it was
   * changed to it, or that it stood otherwise later, leaves the doubt.
   */
  Reading orUntouched(boolean usual, Instant time, Collected collected) {
    Reading reading = at(time, false, collected);
    if (reading.doubt == Doubt.NEVER_STATED) {
      return Reading.taken(usual);
    }
    if (reading.doubt == Doubt.STATED_LATER) {
      Fact first = facts.get(0);
      boolean later = first.value == Value.YES;
      boolean wasChanged = first.by.basis() == Basis.CHANGE;
      if (first.value != Value.UNCLEAR && wasChanged != (later == usual)) {
        return Reading.taken(usual);
      }
    }
    return reading;
  }

  private static Reading doubtful(Doubt doubt, Instant since, Fact by) {
    return new Reading(
        Recorded.UNKNOWN, doubt, Optional.ofNullable(since), Optional.of(by.by), false);
  }
}
