package io.mailtrail.detect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One record that hit a base rule of correlations. Flat, so that it can cross an edge and rest in
 * state.
 *
 * @param key grouping, tenant and group values: facts of one key are kept and evaluated together
 * @param grouping by what it is grouped: {@link Correlator#families} says for which correlations
 * @param id record id and base rule: the same fact however often it arrives
 * @param time event time, milliseconds since the epoch
 * @param rule id of the base rule
 * @param group values of the group-by fields, in the rule's order, in lower case
 * @param values what the correlations ask for, by field; read them with {@link #values(String)}.
 *     {@link #NONE} where the record has none, absent where nobody asked when the fact was made
 * @param summary the event's own sentence
 * @param reason which condition, field and value of the base rule
 * @param fidelity of the copy that it was made from; the higher one replaces the lower
 * @param late it came after the lateness horizon; whoever knows the watermark sets it
 * @param memory it only says that its values have been seen, and begins or completes nothing
 * @param gone it is no fact any more: take away the one of this id and key
 */
public record Fact(
    String key,
    String grouping,
    String id,
    String recordId,
    String tenant,
    long time,
    String rule,
    List<String> group,
    Map<String, String> values,
    String summary,
    String reason,
    int fidelity,
    boolean late,
    boolean memory,
    boolean gone) {

  /** The order in which facts of one key are evaluated. */
  public static final Comparator<Fact> ORDER =
      Comparator.comparingLong(Fact::time)
          .thenComparing(Fact::recordId)
          .thenComparing(Fact::rule)
          // One record can complete several episodes of a correlation that feeds another.
          .thenComparing(Fact::id);

  private static final long BUCKET_MILLIS = 3_600_000;

  /** Separates several values of one field, and the parts of a key. */
  static final String SEPARATOR = "\u001f";

  /** In the place of the values of a field that somebody asked for, where the record has none. */
  static final String NONE = "\u0000";

  public Fact {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(grouping, "grouping");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(recordId, "recordId");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(rule, "rule");
    // What is empty is left out where a fact is kept as JSON.
    summary = summary == null ? "" : summary;
    reason = reason == null ? "" : reason;
    group = group == null ? List.of() : List.copyOf(group);
    values = values == null ? Map.of() : Map.copyOf(values);
  }

  /** The values of one field, in lower case; empty where the record has none. */
  public List<String> values(String field) {
    String joined = values.get(field);
    return joined == null || joined.equals(NONE) ? List.of() : List.of(joined.split(SEPARATOR, -1));
  }

  /**
   * Whether it was made when somebody asked for these fields: then one without a value had none.
   */
  boolean knows(List<String> fields) {
    for (String field : fields) {
      if (!values.containsKey(field) && !Entities.FIELDS.contains(field)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same fact, known to have come after the lateness horizon. One that another family derived
   * stays as it is: it is late if its records were.
   */
  public Fact asLate() {
    return late || Derived.is(this) ? this : with(true, memory, gone);
  }

  /** The same fact as a mere memory. */
  public Fact asMemory() {
    return memory ? this : with(late, true, gone);
  }

  /** What takes this fact away. */
  public Fact asGone() {
    return gone ? this : with(late, memory, true);
  }

  /**
   * Whether this takes another away: what takes away a fact of one copy of a record leaves that of
   * a better copy alone, which may have come by a shorter way.
   */
  public boolean takesAway(Fact other) {
    return gone && id.equals(other.id) && other.fidelity <= fidelity;
  }

  /**
   * The rule and the hour that this belongs to: of the facts in one bucket of a key, only the first
   * {@link Correlator#cap} by {@link #ORDER} count.
   */
  public String bucket() {
    return rule + SEPARATOR + Math.floorDiv(time, BUCKET_MILLIS);
  }

  /**
   * The one of two copies of a fact that counts: of higher fidelity, whichever came first. It is
   * late or a memory only if both are. Commutative and associative; but of two versions of a fact
   * that another family derived, the second counts.
   */
  public static Fact better(Fact a, Fact b) {
    if (Derived.is(b)) {
      return b;
    }
    int order = Integer.compare(a.fidelity, b.fidelity);
    if (order == 0) {
      order = Long.compare(b.time, a.time);
    }
    if (order == 0) {
      // The same copy, made again when more was asked of it.
      order = Integer.compare(a.values.size(), b.values.size());
    }
    if (order == 0) {
      order = b.contents().compareTo(a.contents());
    }
    return (order >= 0 ? a : b).with(a.late && b.late, a.memory && b.memory, false);
  }

  /**
   * 64 bits that stand for what it says: two versions of a fact that have them in common are the
   * same, except that one of a record may be {@link #late} or a {@link #memory}.
   */
  public long mark() {
    long mark = SeenRecords.hash(summary) * 31 + SeenRecords.hash(reason);
    for (Map.Entry<String, String> value : values.entrySet()) {
      // In no order: a map has none.
      mark += SeenRecords.hash(value.getKey()) * 31 ^ SeenRecords.hash(value.getValue());
    }
    boolean isLate = late && Derived.is(this);
    return ((mark * 31 + fidelity) * 31 + time) * 31 + (isLate ? 1 : 0);
  }

  private String contents() {
    return summary + SEPARATOR + reason + SEPARATOR + new java.util.TreeMap<>(values);
  }

  private Fact with(boolean isLate, boolean isMemory, boolean isGone) {
    return isLate == late && isMemory == memory && isGone == gone
        ? this
        : new Fact(
            key, grouping, id, recordId, tenant, time, rule, group, values, summary, reason,
            fidelity, isLate, isMemory, isGone);
  }
}
