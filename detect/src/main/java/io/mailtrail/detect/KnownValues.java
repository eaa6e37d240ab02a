package io.mailtrail.detect;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The values of one group that were seen within the horizon, as one goes through its facts. */
final class KnownValues {
  private final long horizon;

  /** The one that was seen longest ago first. */
  private final Map<String, Long> lastSeen = new LinkedHashMap<>();

  private final TreeSet<String> sorted = new TreeSet<>(Wording.SHORT_FIRST);

  KnownValues(long horizon) {
    this.horizon = horizon;
  }

  /** Those are no longer known that were last seen before the horizon of this time. */
  void forgetBefore(long time) {
    Iterator<Map.Entry<String, Long>> oldest = lastSeen.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<String, Long> entry = oldest.next();
      if (entry.getValue() >= time - horizon) {
        return;
      }
      sorted.remove(entry.getKey());
      oldest.remove();
    }
  }

  boolean contains(String value) {
    return lastSeen.containsKey(value);
  }

  /** Times must not decrease. */
  void see(String value, long time) {
    lastSeen.remove(value);
    lastSeen.put(value, time);
    sorted.add(value);
  }

  int size() {
    return lastSeen.size();
  }

  /** The first so many, in the order in which they are told. */
  List<String> first(int most) {
    return sorted.stream().limit(most).toList();
  }
}
