package io.mailtrail.ingest.file;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The formats of exported files. Compression is not part of a format: gz and zip are seen through.
 */
public enum FileFormat {
  /**
   * CSV with an {@code AuditData} column, among whatever others (Purview audit search and kin), or
   * with the columns of Search-MailboxAuditLog.
   */
  CSV("csv"),
  /** One JSON object after the other: a record, or what has one in {@code AuditData}. */
  JSON_LINES("jsonl"),
  /** A JSON array of the same. */
  JSON_ARRAY("json"),
  /** {@code SearchResult.xml} of the mailbox or the admin audit log. */
  XML("xml");

  private final String optionName;

  FileFormat(String optionName) {
    this.optionName = optionName;
  }

  /** As it is called on the command line. */
  public String optionName() {
    return optionName;
  }

  public static Optional<FileFormat> ofOptionName(String name) {
    return Arrays.stream(values())
        .filter(format -> format.optionName.equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
