package io.mailtrail.enrich;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;

/**
 * How long after an event its record may still become available, per content type: the lateness
 * horizon. Inside it, the order of arrival changes nothing that is settled.
 *
 * @param byContentType by wire name of the content type
 * @param otherwise for every other content type
 */
public record Lateness(Map<String, Duration> byContentType, Duration otherwise)
    implements Serializable {
  public Lateness {
    byContentType = Map.copyOf(byContentType);
  }

  public Duration of(String contentType) {
    return byContentType.getOrDefault(contentType, otherwise);
  }
}
