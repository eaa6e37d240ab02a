package io.mailtrail.enrich;

import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Trace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of one key beside its facts and alerts. Mutable; lives for one touch of the key. */
final class KeyMemory {
  static final long NEVER = Long.MAX_VALUE;

  final String family;
  final String tenant;
  final List<String> group;

  /** Of the family when the key was last evaluated; empty before that. */
  String version = "";

  /** Facts older than this are mere memory. */
  long forgottenBefore = Long.MIN_VALUE;

  /** Flink's watermark starts anew after a restart; what this key has seen of it does not. */
  long watermark = Long.MIN_VALUE;

  /** Earliest time of a fact that changed since the last evaluation. */
  long changedFrom = NEVER;

  /** Processing time of the last evaluation. */
  long evaluatedAt = Long.MIN_VALUE;

  /** An evaluation is due in a moment. */
  boolean pending;

  long settleTimer = NEVER;
  long forgetTimer = NEVER;

  /** How many facts and alerts there are, about. */
  int facts;

  int alerts;
  Trace trace = Trace.NONE;

  /** Of the buckets that are full, the last fact that still counts. */
  final Map<String, Last> full = new TreeMap<>();

  /** A fact by its place in {@link Fact#ORDER}; the bucket says the rule. */
  record Last(long time, String recordId) {
    static Last of(Fact fact) {
      return new Last(fact.time(), fact.recordId());
    }

    boolean isBefore(Fact fact) {
      return time != fact.time() ? time < fact.time() : recordId.compareTo(fact.recordId()) < 0;
    }
  }

  KeyMemory(String family, String tenant, List<String> group) {
    this.family = family;
    this.tenant = tenant;
    this.group = List.copyOf(group);
  }

  static KeyMemory of(Fact first) {
    return new KeyMemory(first.family(), first.tenant(), first.group());
  }

  void changed(long time) {
    changedFrom = Math.min(changedFrom, time);
  }

  /** Everything is to be looked at again. */
  void changedWholly() {
    changedFrom = Long.MIN_VALUE;
    trace = Trace.NONE;
  }

  boolean isChanged() {
    return changedFrom != NEVER;
  }
}
