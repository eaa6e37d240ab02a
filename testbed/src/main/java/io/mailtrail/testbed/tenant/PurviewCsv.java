package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An audit search export as the Purview portal writes it: each record once, none twice. */
final class PurviewCsv {
  private static final String HEADER =
      "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,"
          + "AssociatedAdminUnitsNames";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'.0000000Z '").withZone(ZoneOffset.UTC);

  private PurviewCsv() {}

  static void write(Path file, List<ContentBlob> blobs) throws IOException {
    Set<String> written = new HashSet<>();
    try (BufferedWriter out = Files.newBufferedWriter(file, UTF_8)) {
      out.write('\uFEFF');
      out.write(HEADER);
      out.write("\r\n");
      for (ContentBlob blob : blobs) {
        List<byte[]> records = blob.records();
        for (int i = 0; i < records.size(); i++) {
          if (written.add(blob.recordIds().get(i))) {
            out.write(row(records.get(i)));
          }
        }
      }
    }
  }

  private static String row(byte[] auditData) throws IOException {
    JsonNode fields = Json.mapper().readTree(auditData);
    Instant created = Instant.parse(fields.get("CreationTime").textValue() + "Z");
    return cell(fields.get("Id").textValue())
        + ","
        + quoted(DATE.format(created))
        + ","
        + fields.get("RecordType").intValue()
        + ","
        + cell(fields.get("Operation").textValue())
        + ","
        + cell(fields.get("UserId").textValue())
        + ","
        + quoted(new String(auditData, UTF_8))
        + ",,\r\n";
  }

  private static String cell(String value) {
    boolean isPlain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return isPlain ? value : quoted(value);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\"", "\"\"") + '"';
  }
}
