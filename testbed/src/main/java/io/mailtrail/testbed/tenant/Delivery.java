package io.mailtrail.testbed.tenant;

import java.time.Duration;

/**
 * How an answer is sent.
 *
 * @param compressed whether by gzip
 * @param chunked else with its length
 * @param end how it ends
 * @param at after which share of its body it ends, where it does not end well; below 1
 * @param pause between two pieces; zero where it comes at once
 * @param stall how long it stands still
 */
record Delivery(
    boolean compressed, boolean chunked, End end, double at, Duration pause, Duration stall) {
  /** How a body ends. */
  enum End {
    WELL,
    /** The stream ends too early. */
    CUT,
    RESET,
    /** Nothing more comes for a while, and then the stream ends. */
    STALL
  }

  static Delivery plain(boolean compressed) {
    return new Delivery(compressed, false, End.WELL, 1, Duration.ZERO, Duration.ZERO);
  }

  Delivery ending(End newEnd, double share) {
    return new Delivery(compressed, chunked, newEnd, share, pause, stall);
  }

  Delivery inChunks(boolean newChunked) {
    return new Delivery(compressed, newChunked, end, at, pause, stall);
  }

  Delivery gzipped() {
    return new Delivery(true, chunked, end, at, pause, stall);
  }

  Delivery dribbling(Duration newPause) {
    return new Delivery(compressed, chunked, end, at, newPause, stall);
  }

  Delivery stalling(Duration newStall) {
    return new Delivery(compressed, chunked, end, at, pause, newStall);
  }
}
