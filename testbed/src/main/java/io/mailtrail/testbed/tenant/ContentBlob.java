package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A content blob: a JSON array of records that became available together. Held compressed.
 * Immutable.
 */
public final class ContentBlob implements FeedBlob {
  private final String contentId;
  private final ContentType contentType;
  private final Instant created;
  private final List<String> recordIds;
  private final byte[] gzip;
  private final int[] ends;

  private ContentBlob(
      String contentId,
      ContentType contentType,
      Instant created,
      List<String> recordIds,
      byte[] gzip,
      int[] ends) {
    this.contentId = contentId;
    this.contentType = contentType;
    this.created = created;
    this.recordIds = recordIds;
    this.gzip = gzip;
    this.ends = ends;
  }

  static ContentBlob of(
      String contentId, ContentType contentType, Instant created, List<TenantRecord> records) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    int[] ends = new int[records.size()];
    json.write('[');
    for (int i = 0; i < ends.length; i++) {
      if (i > 0) {
        json.write(',');
      }
      json.writeBytes(records.get(i).json());
      ends[i] = json.size();
    }
    json.write(']');
    List<String> ids = records.stream().map(TenantRecord::id).toList();
    return new ContentBlob(contentId, contentType, created, ids, compress(json), ends);
  }

  /** Such as {@code 20260311140012345000017$…$audit_exchange$Audit_Exchange$emea0017}. */
  @Override
  public String contentId() {
    return contentId;
  }

  @Override
  public ContentType contentType() {
    return contentType;
  }

  /** {@code contentCreated}: when it became available; listings go by this. */
  @Override
  public Instant created() {
    return created;
  }

  /** The ids of its records, in their order; one that is in it twice is named twice. */
  @Override
  public List<String> recordIds() {
    return recordIds;
  }

  /** The blob as the API sends it. */
  @Override
  public byte[] json() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("our own blob cannot be read: " + contentId, e);
    }
  }

  /** The bytes of its records. */
  public List<byte[]> records() {
    byte[] json = json();
    List<byte[]> records = new ArrayList<>();
    int start = 1;
    for (int end : ends) {
      records.add(Arrays.copyOfRange(json, start, end));
      start = end + 1;
    }
    return records;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(json());
  }

  @Override
  public long estimatedBytes() {
    return ends.length == 0 ? 2 : ends[ends.length - 1] + 1L;
  }

  @Override
  public byte[] compressed() {
    return gzip.clone();
  }

  private static byte[] compress(ByteArrayOutputStream json) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (FastGzip out = new FastGzip(compressed)) {
      json.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return compressed.toByteArray();
  }

  @Override
  public String toString() {
    return "ContentBlob[" + contentId + ", " + recordIds.size() + " records]";
  }

  private static final class FastGzip extends GZIPOutputStream {
    private FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
