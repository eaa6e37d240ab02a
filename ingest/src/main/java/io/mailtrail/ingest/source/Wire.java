package io.mailtrail.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.model.LedgerEntry;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The building blocks of what rests in checkpoints. */
final class Wire {
  private Wire() {}

  interface Writer<T> {
    void write(DataOutput out, T value) throws IOException;
  }

  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  static <T> void writeAll(DataOutput out, Collection<T> values, Writer<T> writer)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      writer.write(out, value);
    }
  }

  static <T> List<T> readAll(DataInput in, Reader<T> reader) throws IOException {
    int count = in.readInt();
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(reader.read(in));
    }
    return values;
  }

  static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes == null ? -1 : bytes.length);
    if (bytes != null) {
      out.write(bytes);
    }
  }

  static byte[] readBytes(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  static void writeText(DataOutput out, String text) throws IOException {
    writeBytes(out, text == null ? null : text.getBytes(UTF_8));
  }

  static String readText(DataInput in) throws IOException {
    byte[] bytes = readBytes(in);
    return bytes == null ? null : new String(bytes, UTF_8);
  }

  static void writeInstant(DataOutput out, Instant instant) throws IOException {
    out.writeBoolean(instant != null);
    if (instant != null) {
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }
  }

  static Instant readInstant(DataInput in) throws IOException {
    return in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
  }

  static void writeBlob(DataOutput out, BlobSplit blob) throws IOException {
    writeText(out, blob.stream().tenant());
    writeText(out, blob.stream().contentType());
    writeText(out, blob.contentId());
    writeText(out, blob.contentUri());
    writeInstant(out, blob.created());
    writeInstant(out, blob.expiration());
    out.writeLong(blob.emitted());
    writeBytes(out, blob.prefix());
    out.writeInt(blob.attempts());
    out.writeBoolean(blob.result().isPresent());
    if (blob.result().isPresent()) {
      writeResult(out, blob.result().get());
    }
  }

  static BlobSplit readBlob(DataInput in) throws IOException {
    return new BlobSplit(
        new StreamId(readText(in), readText(in)),
        readText(in),
        readText(in),
        readInstant(in),
        readInstant(in),
        in.readLong(),
        readBytes(in),
        in.readInt(),
        in.readBoolean() ? Optional.of(readResult(in)) : Optional.empty());
  }

  private static void writeResult(DataOutput out, BlobResult result) throws IOException {
    writeText(out, result.end().name());
    out.writeLong(result.bytes());
    writeText(out, result.sha256());
    out.writeLong(result.records());
    out.writeLong(result.rejected());
    writeInstant(out, result.firstEvent());
    writeInstant(out, result.lastEvent());
    writeText(out, result.idsDigest());
    writeText(out, result.reason());
    out.writeInt(result.attempts());
  }

  private static BlobResult readResult(DataInput in) throws IOException {
    return new BlobResult(
        LedgerEntry.State.valueOf(readText(in)),
        in.readLong(),
        readText(in),
        in.readLong(),
        in.readLong(),
        readInstant(in),
        readInstant(in),
        readText(in),
        readText(in),
        in.readInt());
  }

  static void writeStatement(DataOutput out, StatementSplit statement) throws IOException {
    out.writeLong(statement.number());
    writeAll(out, statement.messages(), Wire::writeOutgoing);
  }

  static StatementSplit readStatement(DataInput in) throws IOException {
    return new StatementSplit(in.readLong(), readAll(in, Wire::readOutgoing));
  }

  private static void writeOutgoing(DataOutput out, Outgoing message) throws IOException {
    writeText(out, message.topic());
    out.writeInt(message.partition());
    writeBytes(out, message.key());
    writeBytes(out, message.value());
    out.writeInt(message.headerNames().length);
    for (int i = 0; i < message.headerNames().length; i++) {
      writeText(out, message.headerNames()[i]);
      writeBytes(out, message.headerValues()[i]);
    }
  }

  private static Outgoing readOutgoing(DataInput in) throws IOException {
    String topic = readText(in);
    int partition = in.readInt();
    byte[] key = readBytes(in);
    byte[] value = readBytes(in);
    int headers = in.readInt();
    String[] names = new String[headers];
    byte[][] values = new byte[headers][];
    for (int i = 0; i < headers; i++) {
      names[i] = readText(in);
      values[i] = readBytes(in);
    }
    return new Outgoing(topic, partition, key, value, names, values);
  }
}
