package io.mailtrail.coverage;

import io.mailtrail.model.ContentType;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.ledger.Completeness;
import io.mailtrail.model.ledger.Hour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The gaps that the ledger shows in the collection of Exchange's records. */
public final class LedgerGaps {
  private static final Duration HOUR = Duration.ofHours(1);

  private LedgerGaps() {}

  /**
   * What is known of a span, hour by hour. Blobs that could not be obtained make a gap, too: what
   * they held is not here.
   *
   * @param ledger the tenant's entries that touch the span or the horizon behind it
   * @param horizon how late an event may be listed
   */
  public static Collected of(
      Collection<LedgerEntry> ledger, String tenant, Instant from, Instant to, Duration horizon) {
    Completeness completeness = Completeness.of(ledger, horizon);
    Completeness.Stream stream = new Completeness.Stream(tenant, ContentType.EXCHANGE.wireName());
    if (!completeness.streams().contains(stream)) {
      return Collected.allBut(
          List.of(new Collected.Gap(from, to, "nobody has asked Microsoft for this time")));
    }
    List<Collected.Gap> gaps = new ArrayList<>();
    for (Hour hour : completeness.hours(stream, from, to)) {
      String why = why(hour);
      if (!why.isEmpty()) {
        add(gaps, new Collected.Gap(hour.start(), hour.start().plus(HOUR), why));
      }
    }
    return Collected.allBut(gaps);
  }

  /** Hours that follow each other and lack the same are one gap. */
  private static void add(List<Collected.Gap> gaps, Collected.Gap gap) {
    Collected.Gap last = gaps.isEmpty() ? null : gaps.get(gaps.size() - 1);
    if (last != null && last.to().equals(gap.from()) && last.why().equals(gap.why())) {
      gaps.set(gaps.size() - 1, new Collected.Gap(last.from(), gap.to(), gap.why()));
    } else {
      gaps.add(gap);
    }
  }

  private static String why(Hour hour) {
    if (hour.isComplete()) {
      return hour.named().isEmpty() ? "" : "a content blob was listed and could not be obtained";
    }
    return switch (hour.gaps().get(0).kind()) {
      case NOT_LISTED ->
          "nobody has asked Microsoft for this time yet, or for the horizon behind it";
      case LISTING -> "a listing window is not finished";
      case LOST -> "a listing window was given up";
      case OUTSTANDING -> "a content blob was listed and is not published yet";
    };
  }
}
