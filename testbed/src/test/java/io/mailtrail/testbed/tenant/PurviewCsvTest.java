package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PurviewCsvTest {
  @TempDir Path folder;

  @Test
  void holdsEachExportedRecordOnceWithItsVeryBytes() throws Exception {
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(6).withUsers(60).withDays(15));
    Path file = folder.resolve("export.csv");
    tenant.writePurviewCsv(file);
    String text = Files.readString(file);
    List<List<String>> rows = parse(text.substring(1));
    Map<String, List<String>> copies = copies(tenant);

    assertThat(text)
        .startsWith("\uFEFFRecordId,CreationDate,RecordType,Operation,UserId,AuditData,");
    assertThat(rows.get(0))
        .containsExactly(
            "RecordId",
            "CreationDate",
            "RecordType",
            "Operation",
            "UserId",
            "AuditData",
            "AssociatedAdminUnits",
            "AssociatedAdminUnitsNames");
    List<List<String>> data = rows.subList(1, rows.size());
    assertThat(data.stream().map(row -> row.get(0)).toList())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(tenant.truth().csvRecords());
    for (List<String> row : data) {
      JsonNode fields =
          TenantRecords.parse(row.get(5).getBytes(StandardCharsets.UTF_8)).orElseThrow();
      assertThat(row).hasSize(8);
      assertThat(copies.get(row.get(0))).contains(row.get(5));
      assertThat(row.get(1)).isEqualTo(fields.get("CreationTime").textValue() + ".0000000Z ");
      assertThat(row.get(2)).isEqualTo(fields.get("RecordType").asText());
      assertThat(row.get(3)).isEqualTo(fields.get("Operation").textValue());
      assertThat(row.get(4)).isEqualTo(fields.get("UserId").textValue());
    }
  }

  private static Map<String, List<String>> copies(SimulatedTenant tenant) {
    Map<String, List<String>> copies = new HashMap<>();
    for (ContentBlob blob : tenant.allBlobs()) {
      List<byte[]> records = blob.records();
      for (int i = 0; i < records.size(); i++) {
        copies
            .computeIfAbsent(blob.recordIds().get(i), id -> new ArrayList<>())
            .add(new String(records.get(i), StandardCharsets.UTF_8));
      }
    }
    return copies;
  }

  /** CSV by the book: quotes doubled, line ends CR LF. */
  private static List<List<String>> parse(String text) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : text.split("\r\n", -1)) {
      if (!line.isEmpty()) {
        rows.add(cells(line));
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  @Test
  void theParserOfThisTestReadsQuotes() {
    assertThat(parse("a,\"b,\"\"c\"\"\",\r\n"))
        .isEqualTo(List.of(Arrays.asList("a", "b,\"c\"", "")));
  }
}
