package io.mailtrail.enrich;

import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Known;
import io.mailtrail.detect.Trace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is kept of one key beside its facts and alerts. Mutable; lives for one touch of the key. */
final class KeyMemory {
  static final long NEVER = Long.MAX_VALUE;

  final String grouping;
  final String tenant;
  final List<String> group;

  /** Facts older than this are mere memory. */
  long forgottenBefore = Long.MIN_VALUE;

  /** Flink's watermark starts anew after a restart; what this key has seen of it does not. */
  long watermark = Long.MIN_VALUE;

  /** Earliest time of a fact that came since the buckets were last held to their cap. */
  long uncappedFrom = NEVER;

  /** How many facts came since then. */
  int uncapped;

  /** Processing time of the last evaluation. */
  long evaluatedAt = Long.MIN_VALUE;

  /** An evaluation is due in a moment. */
  boolean pending;

  long settleTimer = NEVER;
  long forgetTimer = NEVER;

  /** How many facts there are, by rule. */
  final Map<String, Integer> facts = new TreeMap<>();

  /** Of the buckets that are full, the last fact that still counts. */
  final Map<String, Last> full = new TreeMap<>();

  /** By family, of those that have been evaluated and found, or could have found, something. */
  final Map<String, Part> parts = new TreeMap<>();

  /** A fact by its place in {@link Fact#ORDER}; the bucket says the rule. */
  record Last(long time, String recordId) {
    static Last of(Fact fact) {
      return new Last(fact.time(), fact.recordId());
    }

    boolean isBefore(Fact fact) {
      return time != fact.time() ? time < fact.time() : recordId.compareTo(fact.recordId()) < 0;
    }
  }

  /** What is kept of one family. A new one is to be evaluated wholly. */
  static final class Part {
    /** Of the family when it was last evaluated; empty where it was not loaded. */
    String version = "";

    Trace trace = Trace.NONE;

    /** Earliest time of a fact that changed since the last evaluation. */
    long changedFrom = Long.MIN_VALUE;

    /** The watermark at which something happens without a new fact. */
    long nextTimer = NEVER;

    /** Earliest beginning of a finding that is not settled. */
    long openFrom = NEVER;

    /** How many findings are kept. */
    int findings;

    /** How many of them were settled by an earlier version of the rule. */
    int closed;

    /** Its findings are facts for another family. */
    boolean feeds;

    /** Whether a finding of this family can still become another by time alone. */
    boolean isOpen(Known known) {
      return feeds ? !known.published() : !known.settled();
    }

    boolean isChanged() {
      return changedFrom != NEVER;
    }
  }

  KeyMemory(String grouping, String tenant, List<String> group) {
    this.grouping = grouping;
    this.tenant = tenant;
    this.group = List.copyOf(group);
  }

  static KeyMemory of(Fact first) {
    return new KeyMemory(first.grouping(), first.tenant(), first.group());
  }

  void count(Fact fact, int change) {
    facts.compute(
        fact.rule(),
        (rule, count) -> {
          int now = (count == null ? 0 : count) + change;
          return now <= 0 ? null : now;
        });
  }

  int allFacts() {
    int all = 0;
    for (int count : facts.values()) {
      all += count;
    }
    return all;
  }

  int allFindings() {
    int all = 0;
    for (Part part : parts.values()) {
      all += part.findings;
    }
    return all;
  }
}
