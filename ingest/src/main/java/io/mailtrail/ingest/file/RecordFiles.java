package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.model.Origin;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Opens exported files, whatever they are: recognised by content, compressed or not. */
public final class RecordFiles {
  private static final int HEAD_BYTES = 64 * 1024;

  private RecordFiles() {}

  /**
   * Opens a file. What is in no known format gives a single reject.
   *
   * @param in is closed with the result; need not be buffered
   * @param options what is known better than the content tells
   * @throws IOException if the file cannot be read
   */
  public static RecordFile open(InputStream in, FileOptions options) throws IOException {
    return open(in, options, null);
  }

  /**
   * @param around the archive in which this stands; null if in none
   */
  static RecordFile open(InputStream in, FileOptions options, Inflation around) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, HEAD_BYTES);
    byte[] head = head(buffered, HEAD_BYTES);
    Archive archive = Archive.of(head);
    return archive == Archive.NONE
        ? openPlain(buffered, head, options)
        : archive.open(buffered, options, around);
  }

  private static RecordFile openPlain(InputStream in, byte[] head, FileOptions options)
      throws IOException {
    TextEncoding encoding = TextEncoding.of(head);
    String text = encoding.decode(head);
    Optional<FileFormat> format = options.format().or(() -> recognise(text));
    if (format.isEmpty()) {
      return unknown(in, head);
    }
    OversizedRecords oversized = OversizedRecords.in(options.oversized());
    return switch (format.get()) {
      case CSV -> {
        Optional<DateOrder> dates =
            options.dates().or(() -> ExportTimes.orderOf(CsvRecordFile.times(text)));
        yield new CsvRecordFile(
            encoding.utf8(in), new ExportTimes(dates, options.zone()), oversized);
      }
      case JSON_LINES, JSON_ARRAY -> JsonRecordFile.of(encoding.utf8(in), text, oversized);
      case XML ->
          new SearchResultFile(
              TextEncoding.ofXml(head).utf8(in),
              new ExportTimes(options.dates(), options.zone()),
              oversized);
    };
  }

  /** By the first character that is not blank, or the first lines that name the columns. */
  static Optional<FileFormat> recognise(String head) {
    String text = head.stripLeading();
    if (text.startsWith("[")) {
      return Optional.of(FileFormat.JSON_ARRAY);
    }
    if (text.startsWith("{")) {
      return Optional.of(FileFormat.JSON_LINES);
    }
    if (SearchResultFile.begins(text)) {
      return Optional.of(FileFormat.XML);
    }
    return CsvRecordFile.hasHeader(text) ? Optional.of(FileFormat.CSV) : Optional.empty();
  }

  private static RecordFile unknown(InputStream in, byte[] head) {
    String message =
        "neither JSON nor a CSV with an AuditData column nor an audit export of Exchange; name the"
            + " format if it is one";
    return single(in, head.length == 0 ? null : new Reject(Codes.UNKNOWN_FORMAT, message, head, 0));
  }

  /** A file of one cut, or of none. */
  static RecordFile single(InputStream in, Cut cut) {
    return new RecordFile() {
      private Cut next = cut;

      @Override
      public Cut next() {
        Cut given = next;
        next = null;
        return given;
      }

      @Override
      public Origin origin() {
        return Origin.AUDIT_DATA;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  private static byte[] head(BufferedInputStream in, int length) throws IOException {
    in.mark(length);
    byte[] head = in.readNBytes(length);
    in.reset();
    return head;
  }
}
