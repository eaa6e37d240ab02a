package io.mailtrail.ingest.source;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long a stream waits before it asks again.
 *
 * @param betweenStarts between two requests to start one subscription
 * @param restart before a listing that could not be continued is begun anew
 * @param stopped after a refusal that only a person can lift
 */
public record Pauses(Duration betweenStarts, Duration restart, Duration stopped)
    implements Serializable {
  /** Microsoft asks for a quarter of an hour between requests to start one subscription. */
  public static final Pauses DEFAULT =
      new Pauses(Duration.ofMinutes(15), Duration.ofSeconds(5), Duration.ofMinutes(5));
}
