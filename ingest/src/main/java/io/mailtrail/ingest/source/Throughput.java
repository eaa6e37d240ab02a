package io.mailtrail.ingest.source;

import java.time.Duration;
import java.util.OptionalDouble;

/** How many blobs of a tenant are finished in a second while there are some to do. */
final class Throughput {
  /** Before so long and so many, what is seen is chance. */
  private static final double ENOUGH_NANOS = Duration.ofMinutes(1).toNanos();

  private static final int ENOUGH_BLOBS = 20;

  /** What was seen counts half after this time. */
  private static final double HALF_LIFE_NANOS = Duration.ofMinutes(5).toNanos();

  private double nanos;
  private double blobs;
  private long since;
  private int finished;

  Throughput(long now) {
    this.since = now;
  }

  void finished() {
    finished++;
  }

  /**
   * @param busy whether there was something to do all the time since the last call
   * @return empty while too little was seen
   */
  OptionalDouble perSecond(long now, boolean busy) {
    long passed = now - since;
    if (busy) {
      double kept = Math.pow(0.5, passed / HALF_LIFE_NANOS);
      nanos = nanos * kept + passed;
      blobs = blobs * kept + finished;
    }
    since = now;
    finished = 0;
    return nanos < ENOUGH_NANOS || blobs < ENOUGH_BLOBS
        ? OptionalDouble.empty()
        : OptionalDouble.of(blobs / nanos * Duration.ofSeconds(1).toNanos());
  }
}
