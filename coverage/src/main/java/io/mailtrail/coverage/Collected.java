package io.mailtrail.coverage;

import java.time.Instant;
import java.util.List;

/**
 * What is known about how completely records were collected: from the ledger, or nothing. An
 * implementation is a pure function of what it was made from.
 */
public interface Collected {
  /**
   * A time of which not every record is here.
   *
   * @param from inclusive
   * @param to exclusive
   * @param why a sentence's end for a person: "window ... is not finished"
   */
  record Gap(Instant from, Instant to, String why) {}

  /** Whether anything is known at all; if not, {@link #gaps} is empty and says nothing. */
  boolean isKnown();

  /** The gaps in a span of event time, in order, cut to it. */
  List<Gap> gaps(Instant from, Instant to);

  /**
   * Whether a change of settings in the span would be known here. If so, what an export shows at
   * the end of the span held from its beginning, unless a record says otherwise.
   */
  default boolean wouldShowChange(Instant from, Instant to) {
    return isKnown() && gaps(from, to).isEmpty();
  }

  /** Nothing is known. */
  static Collected unknown() {
    return new Collected() {
      @Override
      public boolean isKnown() {
        return false;
      }

      @Override
      public List<Gap> gaps(Instant from, Instant to) {
        return List.of();
      }
    };
  }

  /** The gaps given, and no others. */
  static Collected allBut(List<Gap> gaps) {
    List<Gap> known = List.copyOf(gaps);
    return new Collected() {
      @Override
      public boolean isKnown() {
        return true;
      }

      @Override
      public List<Gap> gaps(Instant from, Instant to) {
        return known.stream()
            .filter(gap -> gap.from().isBefore(to) && gap.to().isAfter(from))
            .map(
                gap ->
                    new Gap(
                        gap.from().isBefore(from) ? from : gap.from(),
                        gap.to().isAfter(to) ? to : gap.to(),
                        gap.why()))
            .toList();
      }
    };
  }

  /** The same, where somebody vouches that settings changed only where a record says so. */
  default Collected assumingNoUnseenChange() {
    Collected known = this;
    return new Collected() {
      @Override
      public boolean isKnown() {
        return known.isKnown();
      }

      @Override
      public List<Gap> gaps(Instant from, Instant to) {
        return known.gaps(from, to);
      }

      @Override
      public boolean wouldShowChange(Instant from, Instant to) {
        return true;
      }
    };
  }
}
