package io.mailtrail.ingest.api;

import java.time.Duration;

/**
 * Leave to make requests to one tenant's API, so that all who make some stay within its quota
 * together. Thread-safe.
 */
public interface Permits {
  /** Waits until one request may be made. */
  void acquire() throws InterruptedException;

  /**
   * The API finds that too many requests are made.
   *
   * @param retryAfter what it asked for; zero where it asked for nothing
   */
  void throttled(Duration retryAfter);

  /** Everything is allowed. */
  static Permits unlimited() {
    return new Permits() {
      @Override
      public void acquire() {}

      @Override
      public void throttled(Duration retryAfter) {}
    };
  }
}
