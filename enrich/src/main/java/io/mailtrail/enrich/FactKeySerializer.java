package io.mailtrail.enrich;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Writes the time so that, compared as unsigned bytes, later times come first. RocksDB keeps the
 * entries of a map in that order. These bytes are part of the state format: they never change.
 */
final class FactKeySerializer extends TypeSerializerSingleton<FactKey> {
  static final FactKeySerializer INSTANCE = new FactKeySerializer();

  private static final long serialVersionUID = 1;

  @Override
  public void serialize(FactKey key, DataOutputView target) throws IOException {
    target.writeLong(~(key.time() ^ Long.MIN_VALUE));
    StateText.write(key.id(), target);
  }

  @Override
  public FactKey deserialize(DataInputView source) throws IOException {
    return new FactKey(~source.readLong() ^ Long.MIN_VALUE, StateText.read(source));
  }

  @Override
  public FactKey deserialize(FactKey reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public FactKey createInstance() {
    return new FactKey(0, "");
  }

  @Override
  public FactKey copy(FactKey from) {
    return from;
  }

  @Override
  public FactKey copy(FactKey from, FactKey reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public TypeSerializerSnapshot<FactKey> snapshotConfiguration() {
    return new Snapshot();
  }

  /** The format has had one version so far. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<FactKey> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
