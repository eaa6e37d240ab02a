package io.mailtrail.enrich;

import java.util.Objects;

/**
 * Under which a fact rests among those of its key. Written so that the newest comes first: to read
 * what happened since some time is to read from the beginning until it is older.
 *
 * @param time event time, milliseconds since the epoch
 * @param id the fact's id
 */
record FactKey(long time, String id) {
  FactKey {
    Objects.requireNonNull(id, "id");
  }
}
