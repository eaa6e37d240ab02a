package io.mailtrail.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mailtrail import} on each format there is, and on files that mean no good. */
class ImportFormatsTest {
  /** In each file, besides one item that is none. */
  private static final int RECORDS = 3;

  private static final List<String> JSON =
      Stream.of("a", "b", "c")
          .map(
              id ->
                  "{\"Id\":\""
                      + id
                      + "\",\"OrganizationId\":\"t\",\"RecordType\":2,\"Operation\":\"Send\","
                      + "\"CreationTime\":\"2026-03-02T10:00:00\",\"Subject\":\"x, \\\"y\\\"; {z}\"}")
          .toList();

  @TempDir private Path folder;

  private record Sample(String name, byte[] bytes, String refused) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Sample> samples() {
    Map<String, String> layouts = new LinkedHashMap<>();
    layouts.put("CreationDate,UserIds,Operations,AuditData", "9/20/2023 4:05:03 AM,u,Send,");
    layouts.put(
        "RecordType,CreationDate,UserIds,Operations,AuditData", "2,2026-03-02T10:00:00,u,Send,");
    layouts.put(
        "RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,"
            + "AssociatedAdminUnitsNames",
        "a,\"2026-01-24T06:54:24.0000000Z \",2,Send,u,");
    List<Sample> samples =
        layouts.entrySet().stream()
            .map(layout -> csv(layout.getKey(), layout.getValue()))
            .collect(Collectors.toList());
    samples.add(
        new Sample(
            "utf16.csv",
            ("\uFEFF" + new String(samples.get(2).bytes(), UTF_8)).getBytes(UTF_16LE),
            "no_audit_data"));
    samples.add(text("array.json", "[" + String.join(",", JSON) + ",{\"Id\":\"", "cut_off"));
    samples.add(text("lines.jsonl", String.join("\n", JSON) + "\n{\"Id\":\"", "cut_off"));
    samples.add(
        text(
            "unified.json",
            JSON.stream()
                .map(record -> "{\"RecordType\":2,\"AuditData\":" + asText(record) + "}")
                .collect(Collectors.joining(",\n", "[", ",{\"AuditData\":\"\"}]")),
            "no_audit_data"));
    samples.add(
        text(
            "objects.jsonl",
            JSON.stream()
                .map(record -> "{\"RecordType\":2,\"AuditData\":" + record + "}")
                .collect(Collectors.joining("\n", "", "\n{\"AuditData\":\"\"}\n")),
            "no_audit_data"));
    samples.add(xml("mailbox.xml", ImportFormatsTest::mailboxEvent));
    samples.add(xml("admin.xml", ImportFormatsTest::adminEvent));
    samples.add(mailboxCsv());
    return samples;
  }

  private static Sample text(String name, String text, String refused) {
    return new Sample(name, text.getBytes(UTF_8), refused);
  }

  private static Sample csv(String header, String before) {
    String after =
        ","
            .repeat(
                (int)
                    header
                        .substring(header.indexOf("AuditData"))
                        .chars()
                        .filter(c -> c == ',')
                        .count());
    StringBuilder rows = new StringBuilder(header).append("\r\n");
    JSON.forEach(
        record ->
            rows.append(before)
                .append('"')
                .append(record.replace("\"", "\"\""))
                .append('"')
                .append(after)
                .append("\r\n"));
    rows.append(before).append(after).append("\r\n");
    return text(header.split(",", 2)[0] + ".csv", rows.toString(), "no_audit_data");
  }

  private static Sample xml(String name, java.util.function.IntFunction<String> event) {
    return text(
        name,
        "<?xml version=\"1.0\"?>\n<SearchResults>\n"
            + event.apply(1)
            + event.apply(2)
            + "<Event Operation=\"x\" <broken/></Event>\n"
            + event.apply(3)
            + "</SearchResults>\n",
        "not_xml");
  }

  private static String mailboxEvent(int number) {
    return "<Event MailboxGuid=\"6d4fbdae-e3ae-4530-8d0b-f62a14687939\" Owner=\"FAB\\mara\""
        + " LastAccessed=\"2026-03-02T11:01:5"
        + number
        + "-07:00\" Operation=\"HardDelete\" LogonType=\"Admin\""
        + " MailboxOwnerUPN=\"mara@fabrikam.example\"/>\n";
  }

  private static String adminEvent(int number) {
    return "<Event Caller=\"fabrikam.example/Admin\" Cmdlet=\"Set-Mailbox\""
        + " ObjectModified=\"mara\" RunDate=\"2026-03-02T10:00:0"
        + number
        + "Z\" Succeeded=\"true\" Error=\"None\"><CmdletParameters>"
        + "<Parameter Name=\"Identity\" Value=\"mara\"/></CmdletParameters></Event>\n";
  }

  private static Sample mailboxCsv() {
    StringBuilder rows =
        new StringBuilder("\"Operation\",\"LogonType\",\"MailboxOwnerUPN\",\"LastAccessed\"\n");
    for (int i = 1; i <= RECORDS; i++) {
      rows.append("\"SoftDelete\",\"Owner\",\"m@f.example\",\"2026-03-02T10:00:0")
          .append(i)
          .append("Z\"\n");
    }
    return text("mailbox.csv", rows.append("\"SoftDelete\"\n").toString(), "not_csv");
  }

  private static String asText(String record) {
    return "\"" + record.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyItemIsCountedHoweverItIsPacked(Sample sample) throws IOException {
    assertCounts(Files.write(folder.resolve(sample.name()), sample.bytes()), sample);
    assertCounts(Files.write(folder.resolve("a.gz"), gz(sample.bytes())), sample);
    assertCounts(Files.write(folder.resolve("a.zip"), zip(sample)), sample);
  }

  private static void assertCounts(Path file, Sample sample) {
    JsonNode total = total(file, Exit.REFUSED);
    assertThat(total.path("found").asInt()).as(file.toString()).isEqualTo(RECORDS + 1);
    assertThat(total.path("records").asInt()).as(file.toString()).isEqualTo(RECORDS);
    assertThat(total.path("refused_by_code").properties())
        .extracting(Map.Entry::getKey)
        .containsExactly(sample.refused());
  }

  @Test
  void aFolderOfAllOfThemAddsUp() throws IOException {
    List<Sample> samples = samples();
    for (Sample sample : samples) {
      Files.write(folder.resolve(sample.name()), sample.bytes());
    }
    JsonNode total = total(folder, Exit.REFUSED);
    assertThat(total.path("records").asInt()).isEqualTo(RECORDS * samples.size());
    assertThat(total.path("refused").asInt()).isEqualTo(samples.size());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aFileCutAnywhereInItsLastItemLosesNothingBefore(Sample sample) throws IOException {
    int from = sample.bytes().length - 60;
    for (int end = from; end < sample.bytes().length; end += 9) {
      Path file = Files.write(folder.resolve(sample.name()), Arrays.copyOf(sample.bytes(), end));
      JsonNode total = total(file, -1);
      assertThat(total.path("records").asInt())
          .as(sample + " cut at " + end)
          .isBetween(RECORDS - 1, RECORDS);
    }
  }

  @Test
  void anArchiveThatInflatesBeyondAllMeasureIsRefused() throws IOException {
    Path bomb = folder.resolve("bomb.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      zip.putNextEntry(new ZipEntry("export.csv"));
      zip.write("Id,AuditData\n".getBytes(UTF_8));
      byte[] nothing = new byte[1024 * 1024];
      Arrays.fill(nothing, (byte) '\n');
      for (int i = 0; i < 100; i++) {
        zip.write(nothing);
      }
    }
    assertThat(total(bomb, Exit.REFUSED).at("/refused_by_code/bad_archive").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SYSTEM \"%s\"", "\"made up\""})
  void entitiesOfAnXmlFileAreNeverRead(String definition) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "a secret");
    Path file =
        Files.writeString(
            folder.resolve("x.xml"),
            "<?xml version=\"1.0\"?>\n<!DOCTYPE SearchResults [<!ENTITY e "
                + definition.formatted(secret.toUri())
                + ">]>\n<SearchResults>"
                + mailboxEvent(1).replace("HardDelete", "&e;")
                + mailboxEvent(2)
                + "</SearchResults>");
    JsonNode total = total(file, Exit.REFUSED);
    assertThat(total.at("/refused_by_code/dtd_refused").asInt()).isEqualTo(1);
    assertThat(total.path("records").asInt()).as("the event without an entity").isEqualTo(1);
    assertThat(Cli.run("normalise", "--tenant", "t", file.toString()).out())
        .doesNotContain("a secret", "made up");
  }

  /** Runs it, and sees that it adds up in each file and in all. */
  private static JsonNode total(Path path, int exit) {
    Cli.Result result = Cli.run("import", "--dry-run", "--json", path.toString());
    if (exit >= 0) {
      assertThat(result.exit()).as(result.err()).isEqualTo(exit);
    }
    JsonNode report = Json.read(result.out().getBytes(UTF_8), JsonNode.class);
    int found = 0;
    for (JsonNode file : report.path("files")) {
      found += adding(file);
    }
    assertThat(adding(report.path("total"))).isEqualTo(found);
    return report.path("total");
  }

  private static int adding(JsonNode counts) {
    int refused = 0;
    for (JsonNode code : counts.path("refused_by_code")) {
      refused += code.asInt();
    }
    assertThat(refused).isEqualTo(counts.path("refused").asInt());
    assertThat(counts.path("records").asInt() + refused).isEqualTo(counts.path("found").asInt());
    return counts.path("found").asInt();
  }

  private static byte[] gz(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(Sample sample) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      zip.putNextEntry(new ZipEntry(sample.name()));
      zip.write(sample.bytes());
    }
    return packed.toByteArray();
  }
}
