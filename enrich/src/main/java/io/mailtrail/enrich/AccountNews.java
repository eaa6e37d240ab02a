package io.mailtrail.enrich;

import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which markers are to be told to whoever judges what is collected. */
final class AccountNews {
  /**
   * When nothing else changes, an account is told again when it has come so much further: where it
   * ends is known this exactly, and a collector costs each task six messages an hour.
   */
  static final Duration STEP = Duration.ofMinutes(10);

  private final Map<String, List<Progress>> told = new HashMap<>();

  /** True once for each change and each step of an account; what cannot be read gives none. */
  boolean isNew(byte[] json) {
    ProgressMarker marker;
    try {
      marker = ProgressMarker.of(json);
    } catch (IllegalArgumentException e) {
      // Whoever makes the watermarks has named it.
      return false;
    }
    List<Progress> before = told.get(marker.collector());
    boolean isNew = before == null || differs(before, marker.progress());
    if (isNew) {
      told.put(marker.collector(), marker.progress());
    }
    return isNew;
  }

  private static boolean differs(List<Progress> before, List<Progress> now) {
    if (!withoutProgress(before).equals(withoutProgress(now))) {
      return true;
    }
    for (int i = 0; i < now.size(); i++) {
      Instant next = before.get(i).completeUpTo().plus(STEP);
      if (!now.get(i).completeUpTo().isBefore(next)) {
        return true;
      }
    }
    return false;
  }

  private static List<Progress> withoutProgress(List<Progress> account) {
    return account.stream()
        .map(
            stream ->
                new Progress(
                    stream.tenant(),
                    stream.contentType(),
                    Instant.EPOCH,
                    stream.since(),
                    stream.gaps()))
        .toList();
  }
}
