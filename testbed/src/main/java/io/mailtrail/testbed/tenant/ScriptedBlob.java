package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * A blob of a {@link ScriptedTenant}: nothing but where its records begin in the plan. Immutable.
 */
public final class ScriptedBlob implements FeedBlob {
  private static final int HUGE = 999_999;

  private final ScriptedRecords records;
  private final int number;
  private final Instant created;
  private final int size;
  private final String contentId;

  private ScriptedBlob(ScriptedRecords records, int number, Instant created, int size) {
    this.records = records;
    this.number = number;
    this.created = created;
    this.size = size;
    this.contentId = BlobPacker.contentId(records.contentType(), created, number, number % 40);
  }

  static ScriptedBlob of(ScriptedPlan plan, ScriptedRecords records, int number, Instant created) {
    return new ScriptedBlob(records, number, created, records.sizeOf(number));
  }

  static ScriptedBlob huge(ScriptedPlan plan, ScriptedRecords records, Instant created) {
    int size = Math.toIntExact(plan.hugeBytes() / Math.max(1, records.leastBytes()) + 1);
    return new ScriptedBlob(records, HUGE, created, size);
  }

  @Override
  public String contentId() {
    return contentId;
  }

  @Override
  public ContentType contentType() {
    return records.contentType();
  }

  @Override
  public Instant created() {
    return created;
  }

  @Override
  public List<String> recordIds() {
    return new Ids();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write('[');
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        out.write(',');
      }
      out.write(recordBytes(i));
    }
    out.write(']');
  }

  /** The very bytes of the record at this place. */
  public byte[] recordBytes(int index) {
    return records.bytes(number, index, created);
  }

  @Override
  public long estimatedBytes() {
    return 2L + (long) size * (records.leastBytes() + 4L);
  }

  @Override
  public String toString() {
    return "ScriptedBlob[" + contentId + ", " + size + " records]";
  }

  /** A million ids that take no room. */
  private final class Ids extends AbstractList<String> implements RandomAccess {
    @Override
    public String get(int index) {
      return records.id(number, Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }
  }
}
