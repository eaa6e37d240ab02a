package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * Which faults a tenant has, and how often. Everything left to chance follows from the seed and
 * from what is asked for the how-manieth time, not from when or by how many at once. Immutable.
 *
 * @param seed chance
 * @param rates share from 0 to 1 of what {@link Fault} names; absent is 0
 * @param mostInARow after so many passing faults in a row the same request is answered, at least 1
 * @param mostLate how late a blob may be listed; less than the seven days of its life
 * @param skew how far the service's clock is ahead; negative if behind
 * @param pause between two pieces of a body that dribbles
 * @param stall how long a body stands still
 * @param retryAfter what {@code Retry-After} says, in whole seconds
 */
public record Faults(
    long seed,
    Map<Fault, Double> rates,
    int mostInARow,
    Duration mostLate,
    Duration skew,
    Duration pause,
    Duration stall,
    Duration retryAfter) {
  private static final Faults NONE =
      new Faults(
          0,
          Map.of(),
          3,
          Duration.ofDays(3),
          Duration.ofMinutes(-7),
          Duration.ofMillis(2),
          Duration.ofSeconds(30),
          Duration.ofSeconds(1));

  public Faults {
    EnumMap<Fault, Double> copy = new EnumMap<>(Fault.class);
    rates.forEach(
        (fault, rate) -> {
          if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(fault + " must be from 0 to 1, not " + rate);
          }
          copy.put(fault, rate);
        });
    rates = Collections.unmodifiableMap(copy);
    if (mostInARow < 1) {
      throw new IllegalArgumentException("mostInARow must be at least 1, not " + mostInARow);
    }
    if (mostLate.isNegative() || mostLate.compareTo(Duration.ofDays(6)) > 0) {
      throw new IllegalArgumentException("mostLate must be from 0 to 6 days, not " + mostLate);
    }
    Objects.requireNonNull(skew, "skew");
  }

  /** A tenant that behaves. */
  public static Faults none() {
    return NONE;
  }

  /**
   * Any subset of the mixable faults, each at a rate of its own; more than half of the subsets have
   * blobs that cannot be had.
   */
  public static Faults mix(long seed) {
    List<Fault> mixable = new ArrayList<>(List.of(Fault.values()));
    mixable.removeIf(fault -> !fault.isMixable());
    return mix(seed, mixable);
  }

  /** Any subset of these, each at a rate of its own. */
  public static Faults mix(long seed, Collection<Fault> candidates) {
    Faults mix = NONE.withSeed(seed);
    for (Fault fault : candidates) {
      Dice dice = Dice.of(seed, "mix " + fault);
      if (dice.perMille(500)) {
        // Passing faults of one request add up: a few percent each are a bad day for the client.
        mix = mix.with(fault, dice.between(20, 120) / 1_000.0);
      }
    }
    Dice dice = Dice.of(seed, "mix settings");
    return mix.withMostInARow(dice.between(1, 4))
        .withMostLate(Duration.ofMinutes(dice.between(30, 3 * 24 * 60)))
        .withSkew(Duration.ofSeconds(dice.between(-600, 600)));
  }

  public double rate(Fault fault) {
    return rates.getOrDefault(fault, 0.0);
  }

  public boolean has(Fault fault) {
    return rate(fault) > 0;
  }

  /** This one at this rate, the others as they are. */
  public Faults with(Fault fault, double rate) {
    Map<Fault, Double> more = new EnumMap<>(Fault.class);
    more.putAll(rates);
    more.put(fault, rate);
    return new Faults(seed, more, mostInARow, mostLate, skew, pause, stall, retryAfter);
  }

  /** This one always, the others as they are. */
  public Faults with(Fault fault) {
    return with(fault, 1);
  }

  public Faults without(Fault fault) {
    return with(fault, 0);
  }

  public Faults withSeed(long newSeed) {
    return new Faults(newSeed, rates, mostInARow, mostLate, skew, pause, stall, retryAfter);
  }

  public Faults withMostInARow(int newMost) {
    return new Faults(seed, rates, newMost, mostLate, skew, pause, stall, retryAfter);
  }

  public Faults withMostLate(Duration newMost) {
    return new Faults(seed, rates, mostInARow, newMost, skew, pause, stall, retryAfter);
  }

  public Faults withSkew(Duration newSkew) {
    return new Faults(seed, rates, mostInARow, mostLate, newSkew, pause, stall, retryAfter);
  }

  public Faults withPause(Duration newPause) {
    return new Faults(seed, rates, mostInARow, mostLate, skew, newPause, stall, retryAfter);
  }

  public Faults withStall(Duration newStall) {
    return new Faults(seed, rates, mostInARow, mostLate, skew, pause, newStall, retryAfter);
  }

  public Faults withRetryAfter(Duration newRetryAfter) {
    return new Faults(seed, rates, mostInARow, mostLate, skew, pause, stall, newRetryAfter);
  }

  /** What a failed test should print: it can be typed in again. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "Faults[seed=" + seed, "]");
    rates.forEach((fault, rate) -> text.add(" " + fault + " " + rate));
    return text.toString();
  }
}
