package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.EventFields;
import io.mailtrail.model.EventMessage;
import io.mailtrail.model.RawRecord;
import java.util.List;

/**
 * One normalised record. {@link #json()}, {@link #toMessage()}, {@link #recordId()}, {@link
 * #time()} and {@link #tenant()} hold for ever. {@link #values} and {@link #message} look into the
 * normaliser's buffers: they hold until its next {@link Normaliser#normalise}, and then throw. Not
 * thread-safe.
 */
public final class Event implements EventFields {
  private final RawRecord raw;
  private final String recordId;
  private final String tenant;
  private final long time;
  private final byte[] json;
  private final Picked picked;
  private final long epoch;

  Event(RawRecord raw, String recordId, String tenant, long time, byte[] json, Picked picked) {
    this.raw = raw;
    this.recordId = recordId;
    this.tenant = tenant;
    this.time = time;
    this.json = json;
    this.picked = picked;
    this.epoch = picked.epoch;
  }

  @Override
  public String recordId() {
    return recordId;
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public String tenant() {
    return tenant;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the normaliser has gone on to another record
   */
  @Override
  public String message() {
    return current().text(picked.get(Slot.MESSAGE));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the normaliser has gone on to another record
   */
  @Override
  public List<String> values(String field) {
    if (field.equals(WHOLE_RECORD)) {
      return List.of(new String(raw.value(), UTF_8));
    }
    return current().names.reference(field).read(picked);
  }

  /**
   * What Mailtrail does not know of the record, such as {@code field:NewName}: the values of {@code
   * mailtrail.drift}; empty for almost every record.
   *
   * @throws IllegalStateException if the normaliser has gone on to another record
   */
  public List<String> drift() {
    Picked present = current();
    return present.texts(present.get(Slot.DRIFT));
  }

  /** The document, in UTF-8. Not copied: nobody may change it. */
  public byte[] json() {
    return json;
  }

  /** The event as it travels on {@code audit.events}. */
  public EventMessage toMessage() {
    return new EventMessage(recordId, json, tenant, time, raw.origin(), raw.copyId());
  }

  private Picked current() {
    if (picked.epoch != epoch) {
      throw new IllegalStateException(
          "the normaliser has gone on to another record; read an event's fields before that");
    }
    return picked;
  }
}
