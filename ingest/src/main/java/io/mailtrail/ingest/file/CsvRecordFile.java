package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.ingest.file.CsvRows.Row;
import io.mailtrail.ingest.file.ExportRecord.Kind;
import io.mailtrail.ingest.file.ExportTimes.AmbiguousException;
import io.mailtrail.model.Json;
import io.mailtrail.model.Limits;
import io.mailtrail.model.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * CSV with an {@code AuditData} column among whatever others, in whatever order, separated by
 * comma, semicolon, tab or bar: only that column is read, since it is the record and the others
 * repeat it. And the CSV of Search-MailboxAuditLog, whose columns are the record.
 *
 * <p>Rows are split and taken apart byte by byte (as ISO 8859-1, which every byte survives), and
 * only what is taken out is decoded.
 */
final class CsvRecordFile implements RecordFile {
  private static final int PREAMBLE_LINES = 5;

  private final InputStream in;
  private final CsvRows rows;
  private final ExportTimes times;
  private final OversizedRecords oversized;
  private CsvHeader header;
  private long ordinal;

  CsvRecordFile(InputStream in, ExportTimes times, OversizedRecords oversized) {
    this.in = in;
    this.rows = new CsvRows(in);
    this.times = times;
    this.oversized = oversized;
  }

  /** Whether one of the first lines names the columns. */
  static boolean hasHeader(String head) {
    return head.lines().limit(PREAMBLE_LINES).anyMatch(line -> CsvHeader.of(line).isPresent());
  }

  /** The times in the beginning of a mailbox export; none for other files. */
  static List<String> times(String head) {
    List<String> times = new ArrayList<>();
    try {
      CsvRows rows = new CsvRows(new ByteArrayInputStream(head.getBytes(UTF_8)));
      CsvHeader header = null;
      for (Row row = rows.next(); row != null; row = rows.next()) {
        String text = text(row);
        if (header == null) {
          header = CsvHeader.of(text).filter(CsvHeader::isMailboxExport).orElse(null);
        } else {
          List<String> fields = header.fields(text, false);
          for (int i = 0; i < Math.min(fields.size(), header.names().size()); i++) {
            if (header.names().get(i).equalsIgnoreCase("LastAccessed")) {
              times.add(fields.get(i));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory can be read", e);
    }
    return times;
  }

  @Override
  public Cut next() throws IOException {
    for (Row row = rows.next(); row != null; row = rows.next()) {
      String text = text(row);
      if (text.isBlank() || (header != null && text.equals(header.text()))) {
        continue;
      }
      Optional<CsvHeader> found = mayBeHeader(text) ? CsvHeader.of(text) : Optional.empty();
      if (found.isPresent()) {
        header = found.get();
        rows.separator(header.separator());
      } else if (header != null) {
        return header.isMailboxExport() ? mailboxRow(row, text) : record(row, text);
      } else if (!isPreamble(text)) {
        return reject(row, Codes.NOT_CSV, "this row stands before a header that is known");
      }
    }
    return null;
  }

  /** Files that were joined have headers further down. */
  private boolean mayBeHeader(String text) {
    return header == null
        || (text.length() <= CsvHeader.MAX_CHARS
            && text.indexOf('{') < 0
            && (text.contains(AuditData.NAME) || text.contains("LastAccessed")));
  }

  /** What Excel and PowerShell write before the header. */
  private static boolean isPreamble(String line) {
    return line.startsWith("sep=") || line.startsWith("#TYPE");
  }

  private Cut record(Row row, String text) throws IOException {
    if (!row.isWhole()) {
      return reject(row, Codes.NOT_CSV, "this row has a quote that is not closed");
    }
    List<String> fields = header.fields(text, row.backslashed());
    if (fields.size() <= header.auditData()) {
      return reject(row, Codes.NOT_CSV, "this row has no column AuditData");
    }
    byte[] data = TextEncoding.utf8(bytes(fields.get(header.auditData()).strip()));
    if (data.length == 0) {
      return reject(row, Codes.NO_AUDIT_DATA, "AuditData is empty");
    }
    if (row.lines() > 1 && rows.mayGiveUp() && !isJson(data)) {
      // It has swallowed its neighbours.
      return reject(rows.giveUp(), Codes.NOT_CSV, "this row has a quote that is not closed");
    }
    return data.length > Limits.MAX_RECORD_BYTES
        ? reject(
            row,
            Codes.TOO_LARGE,
            "larger than " + Limits.MAX_RECORD_BYTES + " bytes; " + oversized.keep(data))
        : new RecordBytes(data, ordinal++);
  }

  private Cut mailboxRow(Row row, String text) throws IOException {
    List<String> fields = row.isWhole() ? header.fields(text, row.backslashed()) : List.of();
    if (fields.size() != header.names().size()) {
      return reject(row, Codes.NOT_CSV, "this row has not as many columns as the header");
    }
    ExportItem item = ExportItem.empty();
    for (int i = 0; i < fields.size(); i++) {
      item.field(header.names().get(i), decoded(fields.get(i)));
    }
    if (Kind.of(item) != Kind.MAILBOX) {
      return reject(row, Codes.UNKNOWN_EVENT, "this row says no operation on a mailbox");
    }
    try {
      byte[] json =
          ExportRecord.of(
              item,
              Kind.MAILBOX,
              times,
              new ExportRecord.Source("mailbox-audit-csv", decoded(text), decoded(header.text())));
      return json.length > Limits.MAX_RECORD_BYTES
          ? reject(
              row,
              Codes.TOO_LARGE,
              "with what is made of it, this row is too large; " + oversized.keep(json))
          : new RecordBytes(json, ordinal++);
    } catch (AmbiguousException e) {
      return reject(row, Codes.AMBIGUOUS_TIME, e.getMessage());
    }
  }

  private Reject reject(Row row, String code, String message) {
    byte[] bytes = row.bytes();
    byte[] bounded =
        bytes.length > Limits.MAX_RECORD_BYTES
            ? Arrays.copyOf(bytes, Limits.MAX_RECORD_BYTES)
            : bytes;
    return new Reject(code, message, bounded, ordinal++);
  }

  private static boolean isJson(byte[] data) {
    try (JsonParser parser = Json.factory().createParser(data)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static String text(Row row) {
    return new String(row.bytes(), ISO_8859_1);
  }

  private static byte[] bytes(String field) {
    return field.getBytes(ISO_8859_1);
  }

  private static String decoded(String field) {
    return new String(TextEncoding.utf8(bytes(field)), UTF_8);
  }

  @Override
  public Origin origin() {
    return header != null && header.isMailboxExport() ? Origin.MAILBOX_EXPORT : Origin.AUDIT_DATA;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
