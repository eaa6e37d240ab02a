package io.mailtrail.testbed.tenant;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Ordinary life of the whole company, any day. The days asked for last are kept: who goes through a
 * day hour by hour has it made once. Thread-safe; the drafts must not be changed.
 */
final class Life {
  private static final int DAYS_KEPT = 2;

  private final Company company;
  private final OrdinaryDay ordinaryDay;
  private final Background background;
  private final Deque<Day> recent = new ArrayDeque<>();

  private record Day(LocalDate date, List<Draft> drafts) {}

  Life(TenantPlan plan, Company company, Records records) {
    this.company = company;
    this.ordinaryDay = new OrdinaryDay(plan, company, records);
    this.background = new Background(plan, company, records);
  }

  /** Everything that happens on this day (UTC), in no order. */
  synchronized List<Draft> on(LocalDate date) {
    for (Day day : recent) {
      if (day.date().equals(date)) {
        return day.drafts();
      }
    }
    List<Draft> drafts = make(date);
    if (recent.size() == DAYS_KEPT) {
      recent.removeFirst();
    }
    recent.addLast(new Day(date, List.copyOf(drafts)));
    return drafts;
  }

  private List<Draft> make(LocalDate date) {
    List<Draft> drafts = new ArrayList<>(background.of(date));
    for (Person person : company.people()) {
      drafts.addAll(ordinaryDay.of(person, date));
    }
    return drafts;
  }

  /**
   * What {@link #between} gives, written, in order of creation, and available at once. Days are
   * made side by side, and no more than a few are in memory as trees.
   */
  List<TenantRecord> written(Instant from, Instant to) {
    LocalDate first = from.atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate last = to.atZone(ZoneOffset.UTC).toLocalDate();
    return first.datesUntil(last.plusDays(1)).toList().parallelStream()
        .map(date -> written(date, from, to))
        .flatMap(List::stream)
        // The days of distant offices overlap.
        .sorted(Comparator.comparing(TenantRecord::created).thenComparing(TenantRecord::id))
        .toList();
  }

  private List<TenantRecord> written(LocalDate date, Instant from, Instant to) {
    return make(date).stream()
        .filter(draft -> !draft.created().isBefore(from) && draft.created().isBefore(to))
        .map(draft -> TenantRecord.of(draft, draft.created()))
        .toList();
  }

  /**
   * What happens from the one instant on and before the other. A day's work lies within one day of
   * UTC in all zones that we have offices in.
   */
  List<Draft> between(Instant from, Instant to) {
    List<Draft> drafts = new ArrayList<>();
    LocalDate last = to.atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate date = from.atZone(ZoneOffset.UTC).toLocalDate();
    for (; !date.isAfter(last); date = date.plusDays(1)) {
      for (Draft draft : on(date)) {
        if (!draft.created().isBefore(from) && draft.created().isBefore(to)) {
          drafts.add(draft);
        }
      }
    }
    return drafts;
  }
}
