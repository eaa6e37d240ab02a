package io.mailtrail.detect;

import io.mailtrail.model.Alert.Collected;
import io.mailtrail.model.Alert.Coverage;
import io.mailtrail.model.Alert.Missing;
import java.time.Instant;
import java.util.List;

/** What whoever collects knows of a time. Must give the same answer whenever it is asked. */
@FunctionalInterface
public interface CollectionProof {
  /** Nobody has kept account: the records are from a file. */
  CollectionProof NONE = (tenant, from, to) -> Collected.UNKNOWN;

  /** The watermark is proof enough: it does not pass a window that was not collected. */
  CollectionProof BY_WATERMARK = (tenant, from, to) -> Collected.COMPLETE;

  /**
   * Asked once the watermark has passed {@code to}.
   *
   * @param from event time in milliseconds, inclusive, as is {@code to}
   */
  Collected between(String tenant, long from, long to);

  /** Of that time, what is known to be missing, as far as {@link #between} says so. */
  default List<Missing> missing(String tenant, long from, long to) {
    return List.of();
  }

  /** What an alert says of a time that the watermark has passed. */
  default Coverage coverage(String tenant, Instant from, Instant to) {
    long begins = from.toEpochMilli();
    long ends = to.toEpochMilli();
    return new Coverage(from, to, between(tenant, begins, ends), missing(tenant, begins, ends));
  }
}
