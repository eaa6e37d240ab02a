package io.mailtrail.normalise;

import io.mailtrail.model.FailedRecord;
import java.util.Objects;

/** What becomes of a record: an event, or a failure that keeps its bytes. */
public sealed interface Outcome {
  /** The record is now this event. */
  record Normalised(Event event) implements Outcome {
    public Normalised {
      Objects.requireNonNull(event, "event");
    }
  }

  /** The record cannot become an event, for the reason given. */
  record Rejected(FailedRecord failed) implements Outcome {
    public Rejected {
      Objects.requireNonNull(failed, "failed");
    }
  }
}
