package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.ingest.cut.JsonCutter;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.model.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON objects, in an array or one after the other: records, or what has one in AuditData. */
final class JsonRecordFile implements RecordFile {
  /** Windows PowerShell writes some arrays as {"value": [...], "Count": n}. */
  private static final Pattern WRAPPED = Pattern.compile("^\\s*\\{\\s*\"value\"\\s*:\\s*(?=\\[)");

  private static final Pattern REST_OF_WRAPPING =
      Pattern.compile("\"Count\"\\s*:\\s*\\d+\\s*}?\\s*");

  private final InputStream in;
  private final JsonCutter cutter;
  private final boolean wrapped;
  private long skipped;

  private JsonRecordFile(InputStream in, boolean wrapped, OversizedRecords oversized) {
    this.in = in;
    this.cutter = new JsonCutter(in, JsonCutter.Ending.LENIENT, oversized);
    this.wrapped = wrapped;
  }

  /**
   * @param head the beginning of the file as text
   */
  static JsonRecordFile of(InputStream utf8, String head, OversizedRecords oversized)
      throws IOException {
    Matcher wrapping = WRAPPED.matcher(head);
    boolean wrapped = wrapping.find();
    if (wrapped) {
      // What is skipped has no letter that takes more than a byte.
      utf8.skipNBytes(wrapping.end());
    }
    return new JsonRecordFile(utf8, wrapped, oversized);
  }

  @Override
  public Cut next() throws IOException {
    Cut cut = cutter.next();
    if (wrapped && cut != null && isRestOfWrapping(cut)) {
      skipped++;
      return next();
    }
    if (!(cut instanceof RecordBytes element)) {
      return cut instanceof Reject reject && skipped > 0
          ? new Reject(reject.code(), reject.message(), reject.bytes(), reject.ordinal() - skipped)
          : cut;
    }
    long ordinal = element.ordinal() - skipped;
    Optional<byte[]> inner = AuditData.of(element.bytes());
    if (inner.isEmpty()) {
      return new RecordBytes(element.bytes(), ordinal);
    }
    return inner.get().length == 0
        ? new Reject(Codes.NO_AUDIT_DATA, "AuditData is empty", element.bytes(), ordinal)
        : new RecordBytes(inner.get(), ordinal);
  }

  private static boolean isRestOfWrapping(Cut cut) {
    return cut.bytes().length < 100
        && REST_OF_WRAPPING
            .matcher(new String(cut.bytes(), StandardCharsets.US_ASCII).strip())
            .matches();
  }

  @Override
  public Origin origin() {
    return Origin.AUDIT_DATA;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
