package io.mailtrail.enrich;

import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Known;
import io.mailtrail.detect.Span;
import io.mailtrail.detect.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The state format: how facts, alerts and the rest of a key are written. The first byte of every
 * value is its version. From the first release on every version can be read: {@code
 * StateFormatTest} restores what each wrote. Version 1 was of no release. For one thread at a time.
 */
final class StateCodec {
  private static final byte VERSION = 2;
  private static final int LATE = 1;
  private static final int MEMORY = 2;
  private static final int SETTLED = 1;
  private static final int PUBLISHED = 2;
  private static final int CLOSED = 4;

  private final DataOutputSerializer out = new DataOutputSerializer(512);
  private final DataInputDeserializer in = new DataInputDeserializer();

  /**
   * An alert that was published.
   *
   * @param closed it was settled by an earlier version of its rule, and stays as it was said
   */
  record Said(Known known, boolean closed) {}

  byte[] write(Fact fact) {
    try {
      begin();
      out.writeByte((fact.late() ? LATE : 0) | (fact.memory() ? MEMORY : 0));
      out.writeInt(fact.fidelity());
      StateText.write(fact.recordId(), out);
      StateText.write(fact.rule(), out);
      StateText.write(fact.values(), out);
      StateText.write(fact.summary(), out);
      StateText.write(fact.reason(), out);
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a fact stands, and what it says. */
  byte[] place(Fact fact) {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put(VERSION)
        .putLong(fact.time())
        .putLong(fact.mark())
        .array();
  }

  long time(byte[] place) {
    return longAt(place, 1);
  }

  long mark(byte[] place) {
    return longAt(place, 1 + Long.BYTES);
  }

  private static long longAt(byte[] bytes, int from) {
    return ByteBuffer.wrap(bytes).getLong(from);
  }

  Fact fact(byte[] bytes, FactKey place, String key, KeyMemory of) {
    try {
      begin(bytes);
      int flags = in.readByte();
      int fidelity = in.readInt();
      String recordId = StateText.read(in);
      String rule = StateText.read(in);
      Map<String, String> values = StateText.readMap(in);
      return new Fact(
          key,
          of.grouping,
          place.id(),
          recordId,
          of.tenant,
          place.time(),
          rule,
          of.group,
          values,
          StateText.read(in),
          StateText.read(in),
          fidelity,
          (flags & LATE) != 0,
          (flags & MEMORY) != 0,
          false);
    } catch (IOException e) {
      throw new UncheckedIOException("the state of a fact cannot be read", e);
    }
  }

  byte[] write(Said said) {
    try {
      Known known = said.known();
      begin();
      out.writeByte(
          (known.settled() ? SETTLED : 0)
              | (known.published() ? PUBLISHED : 0)
              | (said.closed() ? CLOSED : 0));
      out.writeLong(known.anchor());
      out.writeLong(known.settlesAt());
      out.writeInt(known.json().length);
      out.write(known.json());
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Said said(String id, byte[] bytes) {
    try {
      begin(bytes);
      int flags = in.readByte();
      long anchor = in.readLong();
      long settlesAt = in.readLong();
      byte[] json = new byte[in.readInt()];
      in.readFully(json);
      return new Said(
          new Known(id, json, anchor, settlesAt, (flags & SETTLED) != 0, (flags & PUBLISHED) != 0),
          (flags & CLOSED) != 0);
    } catch (IOException e) {
      throw new UncheckedIOException("the state of an alert cannot be read", e);
    }
  }

  byte[] write(KeyMemory memory) {
    try {
      begin();
      StateText.write(memory.grouping, out);
      StateText.write(memory.tenant, out);
      StateText.write(memory.group, out);
      out.writeLong(memory.forgottenBefore);
      out.writeLong(memory.watermark);
      out.writeLong(memory.uncappedFrom);
      out.writeInt(memory.uncapped);
      out.writeLong(memory.evaluatedAt);
      out.writeBoolean(memory.pending);
      out.writeLong(memory.settleTimer);
      out.writeLong(memory.forgetTimer);
      out.writeInt(memory.facts.size());
      for (Map.Entry<String, Integer> count : memory.facts.entrySet()) {
        StateText.write(count.getKey(), out);
        out.writeInt(count.getValue());
      }
      out.writeInt(memory.full.size());
      for (Map.Entry<String, KeyMemory.Last> bucket : memory.full.entrySet()) {
        StateText.write(bucket.getKey(), out);
        out.writeLong(bucket.getValue().time());
        StateText.write(bucket.getValue().recordId(), out);
      }
      out.writeInt(memory.parts.size());
      for (Map.Entry<String, KeyMemory.Part> part : memory.parts.entrySet()) {
        StateText.write(part.getKey(), out);
        write(part.getValue());
      }
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(KeyMemory.Part part) throws IOException {
    StateText.write(part.version, out);
    out.writeLong(part.changedFrom);
    out.writeLong(part.nextTimer);
    out.writeLong(part.openFrom);
    out.writeInt(part.findings);
    out.writeInt(part.closed);
    out.writeBoolean(part.feeds);
    out.writeBoolean(part.trace.known());
    out.writeInt(part.trace.spans().size());
    for (Span span : part.trace.spans()) {
      StateText.write(span.rule(), out);
      out.writeLong(span.anchor());
      out.writeLong(span.until());
    }
  }

  KeyMemory memory(byte[] bytes) {
    try {
      begin(bytes);
      KeyMemory memory =
          new KeyMemory(StateText.read(in), StateText.read(in), StateText.readList(in));
      memory.forgottenBefore = in.readLong();
      memory.watermark = in.readLong();
      memory.uncappedFrom = in.readLong();
      memory.uncapped = in.readInt();
      memory.evaluatedAt = in.readLong();
      memory.pending = in.readBoolean();
      memory.settleTimer = in.readLong();
      memory.forgetTimer = in.readLong();
      int rules = in.readInt();
      for (int i = 0; i < rules; i++) {
        memory.facts.put(StateText.read(in), in.readInt());
      }
      int buckets = in.readInt();
      for (int i = 0; i < buckets; i++) {
        memory.full.put(StateText.read(in), new KeyMemory.Last(in.readLong(), StateText.read(in)));
      }
      int parts = in.readInt();
      for (int i = 0; i < parts; i++) {
        memory.parts.put(StateText.read(in), part());
      }
      return memory;
    } catch (IOException e) {
      throw new UncheckedIOException("the state of a key cannot be read", e);
    }
  }

  private KeyMemory.Part part() throws IOException {
    KeyMemory.Part part = new KeyMemory.Part();
    part.version = StateText.read(in);
    part.changedFrom = in.readLong();
    part.nextTimer = in.readLong();
    part.openFrom = in.readLong();
    part.findings = in.readInt();
    part.closed = in.readInt();
    part.feeds = in.readBoolean();
    boolean known = in.readBoolean();
    int size = in.readInt();
    List<Span> spans = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      spans.add(new Span(StateText.read(in), in.readLong(), in.readLong()));
    }
    part.trace = new Trace(known, spans);
    return part;
  }

  byte[] write(RuleChange change) {
    try {
      begin();
      StateText.write(change.id(), out);
      out.writeBoolean(change.isTombstone());
      StateText.write(change.isTombstone() ? "" : change.yaml(), out);
      out.writeInt(change.partition());
      out.writeLong(change.offset());
      out.writeLong(change.timestamp());
      return out.getCopyOfBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RuleChange ruleChange(byte[] bytes) {
    try {
      begin(bytes);
      String id = StateText.read(in);
      boolean isTombstone = in.readBoolean();
      String yaml = StateText.read(in);
      return new RuleChange(
          id, isTombstone ? null : yaml, in.readInt(), in.readLong(), in.readLong());
    } catch (IOException e) {
      throw new UncheckedIOException("the state of a rule cannot be read", e);
    }
  }

  private void begin() throws IOException {
    out.clear();
    out.writeByte(VERSION);
  }

  private void begin(byte[] bytes) throws IOException {
    in.setBuffer(bytes);
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "state format " + version + " is of another build; this one reads " + VERSION);
    }
  }
}
