package io.mailtrail.ingest.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Splits as they rest in checkpoints. */
final class ActivitySplitSerializer implements SimpleVersionedSerializer<ActivitySplit> {
  static final int VERSION = 2;

  private static final byte BLOB = 0;
  private static final byte STATEMENT = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(ActivitySplit split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    if (split instanceof BlobSplit blob) {
      out.writeByte(BLOB);
      Wire.writeBlob(out, blob);
    } else if (split instanceof StatementSplit statement) {
      out.writeByte(STATEMENT);
      Wire.writeStatement(out, statement);
    }
    return bytes.toByteArray();
  }

  @Override
  public ActivitySplit deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("a split of version " + version + ", we read " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    byte kind = in.readByte();
    return switch (kind) {
      case BLOB -> Wire.readBlob(in);
      case STATEMENT -> Wire.readStatement(in);
      default -> throw new IOException("no such kind of split: " + kind);
    };
  }
}
