package io.mailtrail.ingest.source;

import io.mailtrail.ingest.source.WindowPlan.Span;
import io.mailtrail.model.ProgressMarker.Gap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The enumerator's state as it rests in checkpoints. */
final class EnumeratorStateSerializer implements SimpleVersionedSerializer<EnumeratorState> {
  static final int VERSION = 4;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(EnumeratorState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(state.nextNumber());
    Wire.writeAll(out, state.statements(), Wire::writeStatement);
    Wire.writeAll(out, state.streams(), EnumeratorStateSerializer::writeStream);
    Wire.writeAll(out, state.losses(), EnumeratorStateSerializer::writeLosses);
    return bytes.toByteArray();
  }

  @Override
  public EnumeratorState deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException("an enumerator state of version " + version + ", we read " + VERSION);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized));
    return new EnumeratorState(
        in.readLong(),
        Wire.readAll(in, Wire::readStatement),
        Wire.readAll(in, EnumeratorStateSerializer::readStream),
        Wire.readAll(in, EnumeratorStateSerializer::readLosses));
  }

  private static void writeLosses(DataOutput out, Losses.Account account) throws IOException {
    Wire.writeText(out, account.stream().tenant());
    Wire.writeText(out, account.stream().contentType());
    Wire.writeInstant(out, account.since());
    Wire.writeAll(out, account.gaps(), EnumeratorStateSerializer::writeGap);
    Wire.writeAll(
        out,
        account.unreadable().entrySet(),
        (to, entry) -> {
          Wire.writeText(to, entry.getKey());
          writeGap(to, entry.getValue());
        });
  }

  private static void writeGap(DataOutput out, Gap gap) throws IOException {
    Wire.writeInstant(out, gap.from());
    Wire.writeInstant(out, gap.to());
    Wire.writeText(out, gap.reason());
  }

  private static Gap readGap(DataInput in) throws IOException {
    return new Gap(Wire.readInstant(in), Wire.readInstant(in), Wire.readText(in));
  }

  private static Losses.Account readLosses(DataInput in) throws IOException {
    return new Losses.Account(
        new StreamId(Wire.readText(in), Wire.readText(in)),
        Wire.readInstant(in),
        Wire.readAll(in, EnumeratorStateSerializer::readGap),
        Wire.readAll(in, from -> Map.entry(Wire.readText(from), readGap(from))).stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static void writeStream(DataOutput out, EnumeratorState.Stream stream)
      throws IOException {
    Wire.writeText(out, stream.id().tenant());
    Wire.writeText(out, stream.id().contentType());
    Wire.writeInstant(out, stream.completeUpTo());
    Wire.writeInstant(out, stream.frontier());
    Wire.writeAll(out, stream.windows(), EnumeratorStateSerializer::writeWindow);
    stream.seen().writeTo(out);
    Wire.writeAll(out, stream.late(), Wire::writeText);
    Wire.writeAll(out, stream.defective(), EnumeratorStateSerializer::writeSpan);
    Wire.writeAll(out, stream.unassigned(), Wire::writeBlob);
  }

  private static EnumeratorState.Stream readStream(DataInput in) throws IOException {
    StreamId id = new StreamId(Wire.readText(in), Wire.readText(in));
    var completeUpTo = Wire.readInstant(in);
    var frontier = Wire.readInstant(in);
    var windows = Wire.readAll(in, EnumeratorStateSerializer::readWindow);
    return new EnumeratorState.Stream(
        id,
        completeUpTo,
        frontier,
        windows,
        SeenIds.readFrom(in),
        new HashSet<>(Wire.readAll(in, Wire::readText)),
        Wire.readAll(in, EnumeratorStateSerializer::readSpan),
        Wire.readAll(in, Wire::readBlob));
  }

  private static void writeSpan(DataOutput out, Span span) throws IOException {
    Wire.writeInstant(out, span.start());
    Wire.writeInstant(out, span.end());
  }

  private static Span readSpan(DataInput in) throws IOException {
    return new Span(Wire.readInstant(in), Wire.readInstant(in));
  }

  private static void writeWindow(DataOutput out, EnumeratorState.Window window)
      throws IOException {
    Wire.writeInstant(out, window.start());
    Wire.writeInstant(out, window.end());
    out.writeBoolean(window.finished());
    out.writeInt(window.pages());
    out.writeInt(window.blobs());
    Wire.writeAll(out, window.open(), Wire::writeText);
  }

  private static EnumeratorState.Window readWindow(DataInput in) throws IOException {
    return new EnumeratorState.Window(
        Wire.readInstant(in),
        Wire.readInstant(in),
        in.readBoolean(),
        in.readInt(),
        in.readInt(),
        new HashSet<>(Wire.readAll(in, Wire::readText)));
  }
}
