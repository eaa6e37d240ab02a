package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Exports of every format, made up, each of three records. */
final class Samples {
  static final String ONE = "{\"Id\":\"1\",\"UserId\":\"jörg, \\\"x\\\"\"}";
  static final String TWO = "{\"Id\":\"2\",\"Folders\":[{\"a\":\"},{\"}]}";
  static final String THREE = "{\"Id\":\"3\",\"Subject\":\"two\\nlines; {and} \\\\ more\"}";
  static final List<String> RECORDS = List.of(ONE, TWO, THREE);

  static final String MAILBOX_EVENT =
      "<Event MailboxGuid=\"6d4fbdae-e3ae-4530-8d0b-f62a14687939\" Owner=\"FAB\\mara\""
          + " LastAccessed=\"2026-03-02T11:01:55.140625-07:00\" Operation=\"HardDelete\""
          + " OperationResult=\"Succeeded\" LogonType=\"Admin\" FolderId=\"0000AB\""
          + " FolderPathName=\"\\Inbox\\a &amp; b\" ClientInfoString=\"Client=OWA\""
          + " ClientIPAddress=\"198.51.100.7\" InternalLogonType=\"Owner\""
          + " MailboxOwnerUPN=\"Mara@fabrikam.example\""
          + " MailboxOwnerSid=\"S-1-5-21-1\" CrossMailboxOperation=\"false\""
          + " LogonUserDN=\"Admin Istrator\" LogonUserSid=\"S-1-5-21-9\">\n"
          + "  <SourceItems>\n"
          + "    <Item Id=\"0000000038A1BB1005E5101AA1BB08002B2A56AA\" Subject=\"Offer &lt;1&gt;\" FolderPathName=\"\\Inbox\"/>\n"
          + "    <Item Id=\"0000000038A1BB1005E5101AA1BB08002B2A56BB\" Subject=\"Päckchen\" FolderPathName=\"\\Inbox\"/>\n"
          + "  </SourceItems>\n"
          + "</Event>";

  static final String ADMIN_EVENT =
      "<Event Caller=\"fabrikam.example/Users/Admin\" Cmdlet=\"Set-Mailbox\""
          + " ObjectModified=\"fabrikam.example/Users/mara\""
          + " RunDate=\"2026-03-02T10:00:00Z\" Succeeded=\"true\" Error=\"None\""
          + " OriginatingServer=\"EX1 (15.2)\">\n"
          + "  <CmdletParameters>\n"
          + "    <Parameter Name=\"Identity\" Value=\"mara\"/>\n"
          + "    <Parameter Name=\"ForwardingSmtpAddress\" Value=\"smtp:x@elsewhere.example\"/>\n"
          + "  </CmdletParameters>\n"
          + "  <ModifiedProperties>\n"
          + "    <Property Name=\"AuditEnabled\" OldValue=\"True\" NewValue=\"False\"/>\n"
          + "  </ModifiedProperties>\n"
          + "</Event>";

  static final String SELF_CLOSED =
      "<Event MailboxGuid='6d4fbdae-e3ae-4530-8d0b-f62a14687939' Operation='FolderBind'"
          + " LastAccessed='2026-03-02T11:02:55Z' LogonType='Delegate' Note='1 > 0 />'"
          + " MailboxOwnerUPN='mara@fabrikam.example'/>";

  private Samples() {}

  static String xml(String... events) {
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<SearchResults>\n"
        + String.join("\n", events)
        + "\n</SearchResults>\n";
  }

  static String quoted(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  static String purviewCsv() {
    return "RecordId,CreationDate,RecordType,Operation,UserId,AuditData\n"
        + RECORDS.stream()
            .map(record -> "1,9/20/2023 4:05:03 AM,2,Send,a@b.example," + quoted(record) + "\n")
            .collect(Collectors.joining());
  }

  static String mailboxCsv() {
    return "#TYPE Deserialized.Microsoft.Exchange.Data.Storage.Management.MailboxAuditLogEvent\n"
        + "\"RunspaceId\",\"Operation\",\"OperationResult\",\"LogonType\",\"ExternalAccess\","
        + "\"FolderPathName\",\"ClientInfoString\",\"ClientIPAddress\",\"MailboxOwnerUPN\","
        + "\"MailboxOwnerSid\",\"LogonUserDisplayName\",\"LogonUserSid\",\"SourceItemIdsList\","
        + "\"SourceItemSubjectsList\",\"MailboxGuid\",\"LastAccessed\",\"Identity\"\n"
        + mailboxRow("SoftDelete", "Delegate", "2026-03-02T10:00:00Z", "i1")
        + mailboxRow("Create", "Owner", "3/22/2026 11:01:55 PM", "i2")
        + mailboxRow("Update", "External", "3/4/2026 1:01:55 PM", "i3");
  }

  private static String mailboxRow(String operation, String logon, String time, String identity) {
    return "\"f2a1\",\"%s\",\"Succeeded\",\"%s\",\"False\",\"\\Inbox\",\"Client=OWA; say \"\"x\"\"\",\"2001:db8::1\",\"Mara@fabrikam.example\",\"S-1-5-21-1\",\"Nora N\",\"S-1-5-21-7\",\"RgAA, RgBB\",\"One, Two\",\"6d4fbdae-e3ae-4530-8d0b-f62a14687939\",\"%s\",\"%s\"%n"
        .formatted(operation, logon, time, identity)
        .replace(System.lineSeparator(), "\n");
  }

  static String jsonArray() {
    return "[\n" + String.join(",\n", RECORDS) + "\n]\n";
  }

  static String jsonLines() {
    return String.join("\n", RECORDS) + "\n";
  }

  /** As Search-UnifiedAuditLog | ConvertTo-Json writes it: AuditData as text. */
  static String unifiedJson() {
    return "["
        + RECORDS.stream()
            .map(
                record ->
                    "{\"RecordType\":\"ExchangeItem\",\"AuditData\":\""
                        + record.replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\",\"ResultCount\":3}")
            .collect(Collectors.joining(",\r\n"))
        + "]";
  }

  /** Every text format, by name. */
  static Map<String, byte[]> texts() {
    return new TreeMap<>(
        Map.of(
            "purview.csv", purviewCsv().getBytes(UTF_8),
            "mailbox.csv", mailboxCsv().getBytes(UTF_8),
            "array.json", jsonArray().getBytes(UTF_8),
            "lines.jsonl", jsonLines().getBytes(UTF_8),
            "unified.json", unifiedJson().getBytes(UTF_8),
            "mailbox.xml", xml(ADMIN_EVENT, SELF_CLOSED, MAILBOX_EVENT).getBytes(UTF_8)));
  }
}
