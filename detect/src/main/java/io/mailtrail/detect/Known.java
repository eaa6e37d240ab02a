package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import java.util.Objects;

/**
 * A finding of one key as it was last published. Flat, so that it can rest in state. The array is
 * not copied: nobody may change it.
 *
 * @param id the alert's id
 * @param json the version that was published; of a family that feeds another, its facts
 * @param anchor event time in milliseconds at which it begins
 * @param settlesAt {@link Found#settlesAt()}
 * @param settled whether it has ever been settled
 * @param published false while it is held back because a later record could undo it
 */
public record Known(
    String id, byte[] json, long anchor, long settlesAt, boolean settled, boolean published) {
  public Known {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(json, "json");
  }

  static Known of(Alert alert, long settlesAt, boolean settled, boolean published) {
    return new Known(
        alert.id(), alert.toBytes(), alert.anchor().toEpochMilli(), settlesAt, settled, published);
  }

  /** The version that was published. */
  public Alert alert() {
    return Alert.of(json);
  }
}
