package io.mailtrail.testbed.tenant;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A clock that somebody holds: it stands still until moved, or runs at a speed of its own. It never
 * goes back. Thread-safe.
 *
 * <p>It is serialised as its name, and read back as the very same instance, so that an object that
 * travels through serialisation inside one JVM (a Flink source) still sees the clock being moved.
 * In another JVM reading it fails.
 */
public final class VirtualClock extends Clock implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Map<String, VirtualClock> CLOCKS = new ConcurrentHashMap<>();
  private static final AtomicInteger UNNAMED = new AtomicInteger();

  private final String name;
  private transient Instant base;
  private transient long startedNanos;
  private transient double speed;

  private VirtualClock(String name, Instant at, double speed) {
    this.name = Objects.requireNonNull(name, "name");
    this.base = Objects.requireNonNull(at, "at");
    this.startedNanos = System.nanoTime();
    this.speed = checked(speed);
    if (CLOCKS.putIfAbsent(name, this) != null) {
      throw new IllegalArgumentException("there is a clock of this name already: " + name);
    }
  }

  /** A clock that stands still at this instant. */
  public static VirtualClock standingAt(Instant at) {
    return new VirtualClock("clock-" + UNNAMED.incrementAndGet(), at, 0);
  }

  /**
   * A clock that stands still at this instant.
   *
   * @throws IllegalArgumentException if the name is taken in this JVM
   */
  public static VirtualClock standingAt(String name, Instant at) {
    return new VirtualClock(name, at, 0);
  }

  /**
   * A clock that runs from this instant.
   *
   * @param speed seconds of this clock per second of real time; 1 is real time
   */
  public static VirtualClock runningFrom(Instant from, double speed) {
    return new VirtualClock("clock-" + UNNAMED.incrementAndGet(), from, speed);
  }

  public String name() {
    return name;
  }

  @Override
  public synchronized Instant instant() {
    if (speed == 0) {
      return base;
    }
    return base.plusNanos((long) ((System.nanoTime() - startedNanos) * speed));
  }

  /**
   * Moves on by this much; a running clock goes on running from there.
   *
   * @throws IllegalArgumentException if negative
   */
  public synchronized void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("a clock does not go back: " + by);
    }
    rebase(instant().plus(by), speed);
  }

  /** Moves on to this instant; does nothing where it is past it already. */
  public synchronized void advanceTo(Instant to) {
    if (to.isAfter(instant())) {
      rebase(to, speed);
    }
  }

  /** Runs from now on at this speed; 0 stands still. */
  public synchronized void run(double newSpeed) {
    rebase(instant(), checked(newSpeed));
  }

  private void rebase(Instant at, double newSpeed) {
    base = at;
    startedNanos = System.nanoTime();
    speed = newSpeed;
  }

  private static double checked(double speed) {
    if (!(speed >= 0 && speed <= 1e6)) {
      throw new IllegalArgumentException("speed must be from 0 to 1000000, not " + speed);
    }
    return speed;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return zone.equals(getZone()) ? this : new Zoned(this, zone);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "VirtualClock[" + name + "]";
  }

  private Object writeReplace() {
    return new Name(name);
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a clock is read by its name only");
  }

  private record Name(String name) implements Serializable {
    private Object readResolve() throws InvalidObjectException {
      VirtualClock clock = CLOCKS.get(name);
      if (clock == null) {
        throw new InvalidObjectException("no clock of this name in this JVM: " + name);
      }
      return clock;
    }
  }

  /** The same instants, seen from another zone. */
  private static final class Zoned extends Clock implements Serializable {
    private static final long serialVersionUID = 1L;
    private final VirtualClock clock;
    private final ZoneId zone;

    private Zoned(VirtualClock clock, ZoneId zone) {
      this.clock = clock;
      this.zone = zone;
    }

    @Override
    public Instant instant() {
      return clock.instant();
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return clock.withZone(other);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Zoned zoned && clock.equals(zoned.clock) && zone.equals(zoned.zone);
    }

    @Override
    public int hashCode() {
      return Objects.hash(clock, zone);
    }
  }
}
