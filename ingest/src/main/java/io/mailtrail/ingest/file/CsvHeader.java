package io.mailtrail.ingest.file;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The row that names the columns.
 *
 * @param auditData where AuditData is; -1 in a mailbox export, which has none
 * @param doubled how rows are read in which quotes are doubled
 * @param backslashed how rows are read in which quotes stand behind a backslash
 */
record CsvHeader(
    String text,
    char separator,
    List<String> names,
    int auditData,
    CSVFormat doubled,
    CSVFormat backslashed) {
  /** All that can be a header is shorter. */
  static final int MAX_CHARS = 16_000;

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

  /** Any one of these beside the operation and its time. */
  private static final Set<String> MAILBOX_COLUMNS =
      Set.of("mailboxguid", "mailboxownerupn", "logontype", "mailboxresolvedownername");

  /** The header in a row, if it is one whose columns say that they are records. */
  static Optional<CsvHeader> of(String row) {
    if (row.length() > MAX_CHARS) {
      return Optional.empty();
    }
    for (char separator : SEPARATORS) {
      List<String> names =
          fields(row, format(separator, false)).stream().map(String::strip).toList();
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).equalsIgnoreCase(AuditData.NAME)) {
          return Optional.of(of(row, separator, names, i));
        }
      }
      if (isMailboxExport(names)) {
        return Optional.of(of(row, separator, names, -1));
      }
    }
    return Optional.empty();
  }

  private static CsvHeader of(String row, char separator, List<String> names, int auditData) {
    return new CsvHeader(
        row, separator, names, auditData, format(separator, false), format(separator, true));
  }

  private static boolean isMailboxExport(List<String> names) {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(names);
    return known.contains("Operation")
        && known.contains("LastAccessed")
        && MAILBOX_COLUMNS.stream().anyMatch(known::contains);
  }

  boolean isMailboxExport() {
    return auditData < 0;
  }

  /** The fields of a row; empty if it is none. */
  List<String> fields(String row, boolean withBackslashes) {
    return fields(row, withBackslashes ? backslashed : doubled);
  }

  private static List<String> fields(String row, CSVFormat format) {
    try (CSVParser parser = CSVParser.parse(new StringReader(row), format)) {
      return parser.stream().findFirst().map(CSVRecord::toList).orElse(List.of());
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return List.of();
    }
  }

  private static CSVFormat format(char separator, boolean backslashed) {
    CSVFormat.Builder format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(false)
            .setTrailingData(true)
            .setLenientEof(true);
    return backslashed ? format.setEscape('\\').get() : format.get();
  }
}
