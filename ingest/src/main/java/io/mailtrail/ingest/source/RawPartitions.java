package io.mailtrail.ingest.source;

import java.io.Serializable;

/** How many partitions {@code audit.raw} has now: every one of them gets each progress marker. */
@FunctionalInterface
public interface RawPartitions extends Serializable {
  /** Asks the broker; may block. */
  int count() throws Exception;
}
