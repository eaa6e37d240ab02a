package io.mailtrail.detect;

import io.mailtrail.model.EventFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One event after the other, each field of which is read but once however many rules ask for it.
 * For one thread at a time.
 */
final class RememberedFields implements EventFields {
  private static final class Entry {
    private List<String> values;
    private long epoch;
  }

  private final Map<String, Entry> fields = new HashMap<>();
  private EventFields event;
  private long epoch;

  void begin(EventFields next) {
    event = next;
    epoch++;
  }

  @Override
  public List<String> values(String field) {
    Entry entry = fields.get(field);
    if (entry == null) {
      entry = new Entry();
      fields.put(field, entry);
    }
    if (entry.epoch != epoch) {
      entry.values = event.values(field);
      entry.epoch = epoch;
    }
    return entry.values;
  }

  @Override
  public String recordId() {
    return event.recordId();
  }

  @Override
  public long time() {
    return event.time();
  }

  @Override
  public String tenant() {
    return event.tenant();
  }

  @Override
  public String message() {
    return event.message();
  }
}
