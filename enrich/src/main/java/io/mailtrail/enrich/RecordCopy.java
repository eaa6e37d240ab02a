package io.mailtrail.enrich;

import io.mailtrail.detect.Copies;
import io.mailtrail.detect.Fact;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Json;
import java.util.List;

/**
 * What the rules make of one copy of a record. Of the record nothing is said but a number, and of
 * most records there is nothing else to say: that a good copy shows nothing is what a worse one has
 * to know.
 *
 * @param record {@link Copies#record}
 * @param fidelity of the copy
 * @param direct {@link Copies#mark} of its facts that go to their keys directly; null for none
 * @param content JSON of a {@link Content}; null where it is empty
 */
public record RecordCopy(long record, int fidelity, long[] direct, byte[] content) {
  private static final long[] NOTHING = new long[0];

  /** Facts and alerts of a copy, as they travel and rest. */
  record Content(List<Fact> facts, List<Alert> alerts) {
    Content {
      facts = facts == null ? List.of() : List.copyOf(facts);
      alerts = alerts == null ? List.of() : List.copyOf(alerts);
    }

    byte[] toBytes() {
      return facts.isEmpty() && alerts.isEmpty() ? null : Json.bytes(this);
    }

    static Content of(byte[] bytes) {
      return bytes == null ? new Content(List.of(), List.of()) : Json.read(bytes, Content.class);
    }
  }

  Copies copies() {
    Content all = Content.of(content);
    return new Copies(fidelity, all.facts(), all.alerts());
  }

  long[] directFacts() {
    return direct == null ? NOTHING : direct;
  }
}
