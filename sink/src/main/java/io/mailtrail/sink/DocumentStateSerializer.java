package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.connector.base.sink.writer.AsyncSinkWriterStateSerializer;
import org.apache.flink.connector.base.sink.writer.BufferedRequestState;

/** Documents that wait in a checkpoint. A change of the format takes a new version. */
final class DocumentStateSerializer extends AsyncSinkWriterStateSerializer<Document> {
  static final int VERSION = 1;

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public BufferedRequestState<Document> deserialize(int version, byte[] serialized)
      throws IOException {
    if (version != VERSION) {
      throw new IOException("state of sink format " + version + ", this one reads " + VERSION);
    }
    return super.deserialize(version, serialized);
  }

  @Override
  protected void serializeRequestToStream(Document document, DataOutputStream out)
      throws IOException {
    writeText(document.kind.name(), out);
    writeText(document.index, out);
    writeText(document.id, out);
    out.writeLong(document.version);
    writeBytes(document.json, out);
    out.writeBoolean(document.copy != null);
    if (document.copy != null) {
      writeText(document.copy, out);
    }
    writeText(document.topic, out);
    out.writeInt(document.partition);
    out.writeLong(document.offset);
    out.writeLong(document.timestamp);
    out.writeInt(document.rejections);
  }

  @Override
  protected Document deserializeRequestFromStream(long size, DataInputStream in)
      throws IOException {
    Document document = new Document();
    document.kind = DocumentKind.valueOf(readText(in));
    document.index = readText(in);
    document.id = readText(in);
    document.version = in.readLong();
    document.json = readBytes(in);
    document.copy = in.readBoolean() ? readText(in) : null;
    document.topic = readText(in);
    document.partition = in.readInt();
    document.offset = in.readLong();
    document.timestamp = in.readLong();
    document.rejections = in.readInt();
    return document;
  }

  private static void writeText(String text, DataOutputStream out) throws IOException {
    writeBytes(text.getBytes(UTF_8), out);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in), UTF_8);
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length != length) {
      throw new IOException("sink state ends early");
    }
    return bytes;
  }
}
