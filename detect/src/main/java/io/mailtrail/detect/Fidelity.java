package io.mailtrail.detect;

import io.mailtrail.model.EventFields;
import io.mailtrail.model.Origin;
import java.util.List;

/** How far a copy of a record is to be preferred. */
public final class Fidelity {
  /** No copy is better than one of this. */
  public static final int HIGHEST = Origin.API.fidelity();

  private static final String ORIGIN = "mailtrail.origin";

  private Fidelity() {}

  /** {@link Origin#fidelity()} of the event's origin, or 0 where it names none that we know. */
  public static int of(EventFields event) {
    List<String> names = event.values(ORIGIN);
    if (!names.isEmpty()) {
      for (Origin origin : Origin.values()) {
        if (origin.wireName().equals(names.get(0))) {
          return origin.fidelity();
        }
      }
    }
    return 0;
  }
}
