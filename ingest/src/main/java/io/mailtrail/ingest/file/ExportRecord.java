package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.ingest.file.ExportTimes.AmbiguousException;
import io.mailtrail.model.Digests;
import io.mailtrail.model.Json;
import io.mailtrail.model.LogonType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A record of a mailbox or admin audit export in the Management Activity API's own field names, so
 * that it can travel and be searched with the others. What the export said stands beside it, whole
 * and as it was, in {@code MailtrailExport.Original}: the conversion can be made again, better.
 */
final class ExportRecord {
  /** Whose logs there are. */
  enum Kind {
    MAILBOX,
    ADMIN,
    UNKNOWN;

    static Kind of(ExportItem item) {
      if (item.first("Cmdlet", "CmdletName") != null) {
        return ADMIN;
      }
      boolean mailbox =
          item.first("MailboxGuid", "MailboxOwnerUPN", "Owner", "LogonType", "LastAccessed")
              != null;
      return mailbox && item.first("Operation") != null ? MAILBOX : UNKNOWN;
    }
  }

  /**
   * Where an item stood.
   *
   * @param format such as mailbox-audit-xml
   * @param original its text, as it stood
   * @param header the row that names its columns; null where it needs none
   */
  record Source(String format, String original, String header) {}

  private static final String TIME_OF_MAILBOX = "LastAccessed";
  private static final String TIME_OF_ADMIN = "RunDate";

  /** These concern several items at once, and so are of the group's record type. */
  private static final Set<String> GROUP_OPERATIONS =
      Set.of("copy", "move", "movetodeleteditems", "softdelete", "harddelete");

  private final ExportItem item;
  private final JsonGenerator json;
  private final Set<String> said = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  private ExportRecord(ExportItem item, JsonGenerator json) {
    this.item = item;
    this.json = json;
  }

  /**
   * The record's JSON.
   *
   * @param kind not UNKNOWN
   * @throws AmbiguousException if its date may mean two days
   */
  static byte[] of(ExportItem item, Kind kind, ExportTimes times, Source source)
      throws AmbiguousException {
    String timeField = kind == Kind.ADMIN ? TIME_OF_ADMIN : TIME_OF_MAILBOX;
    String sent = item.first(timeField, "CreationTime", "CreationDate");
    Optional<Instant> time = sent == null ? Optional.empty() : times.parse(sent);
    Map<String, String> understood = ExportItem.newFields();
    time.ifPresent(instant -> understood.put(timeField, instant.toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.factory().createGenerator(bytes)) {
      ExportRecord record = new ExportRecord(item, json);
      json.writeStartObject();
      record.text("Id", id(item, kind, understood));
      // What cannot be understood stays as it is, and the normaliser says so.
      record.text("CreationTime", time.map(ExportTimes::asInRecords).orElse(sent));
      record.used(timeField, "Identity", "Id", "CreationTime", "CreationDate");
      record.text("Workload", "Exchange");
      if (kind == Kind.ADMIN) {
        record.admin();
      } else {
        record.mailbox();
      }
      record.rest();
      record.source(source);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * A name-based UUID (version 8): of the log's own identity if it gives one, else the contents.
   */
  private static String id(ExportItem item, Kind kind, Map<String, String> understood) {
    String identity = item.first("Identity", "Id");
    byte[] name =
        identity == null ? item.canonical(understood) : ("identity:" + identity).getBytes(UTF_8);
    var digest = Digests.newSha256();
    digest.update((kind + "\n").getBytes(UTF_8));
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(name));
    long high = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
    long low = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private void mailbox() throws IOException {
    String operation = item.first("Operation");
    boolean group = GROUP_OPERATIONS.contains(operation.toLowerCase(Locale.ROOT));
    JsonNode folders = structure(item.first("AggregatedRecordFoldersData", "Folders"));
    number("RecordType", folders != null ? 50 : group ? 3 : 2);
    copy("Operation", "Operation");
    copy("ResultStatus", "OperationResult", "ResultStatus");
    logon();
    bool("CrossMailboxOperations", "CrossMailboxOperations", "CrossMailboxOperation");
    copy("LogonUserDisplayName", "LogonUserDisplayName", "LogonUserDN");
    whole("OperationCount", "AuditOperationsCountInAggregatedRecord", "OperationCount");
    folder("Folder", "FolderId", "FolderPathName");
    folder("DestFolder", "DestFolderId", "DestFolderPathName");
    if (folders != null) {
      said.add("AggregatedRecordFoldersData");
      json.writeFieldName("Folders");
      Json.mapper().writeTree(json, folders);
      said.add("Folders");
    }
    new ExportItems(item, json, said).write(group);
  }

  private void logon() throws IOException {
    String logon = item.first("LogonType");
    boolean external = "External".equalsIgnoreCase(logon);
    logonType("LogonType", external ? "Admin" : logon);
    logonType("InternalLogonType", item.first("InternalLogonType"));
    if (external) {
      // Microsoft's own people: administrators from outside, as the API says it.
      number("UserType", 3);
      json.writeBooleanField("ExternalAccess", true);
      said.add("ExternalAccess");
    } else {
      bool("ExternalAccess", "ExternalAccess");
    }
    String sid = item.first("LogonUserSid");
    text("UserId", actor(LogonType.of(logon == null ? "" : logon), sid));
    text("UserKey", item.first("UserKey") == null ? sid : item.first("UserKey"));
  }

  /** The export has no principal name of who it was but the owner's, and where a name is one. */
  private String actor(Optional<LogonType> logon, String sid) {
    String owner = item.first("MailboxOwnerUPN");
    String given = item.first("UserId", "LogonUserUPN");
    String shown = item.first("LogonUserDisplayName", "LogonUserDN", "DelegateUserDisplayName");
    boolean own =
        logon.equals(Optional.of(LogonType.OWNER))
            || (sid != null && sid.equalsIgnoreCase(item.first("MailboxOwnerSid")));
    if (given != null) {
      return given;
    }
    if (own && owner != null) {
      return owner;
    }
    boolean isPrincipalName = shown != null && shown.indexOf('@') > 0 && shown.indexOf(' ') < 0;
    return isPrincipalName || sid == null ? shown : sid;
  }

  private void logonType(String name, String sent) throws IOException {
    said.add(name);
    Optional<LogonType> known = LogonType.of(sent == null ? "" : sent);
    if (known.isPresent()) {
      json.writeNumberField(name, known.get().number());
    } else if (sent != null) {
      json.writeStringField(name, sent);
    }
  }

  private void admin() throws IOException {
    number("RecordType", 1);
    copy("Operation", "Cmdlet", "CmdletName");
    copy("ObjectId", "ObjectModified");
    copy("UserId", "Caller", "UserId");
    copy("ResultStatus", "Succeeded");
    bool("ExternalAccess", "ExternalAccess");
    ExportItems lists = new ExportItems(item, json, said);
    lists.pairs("Parameters", "CmdletParameters", "Parameters");
    lists.pairs("ModifiedProperties", "ModifiedProperties");
  }

  private void folder(String name, String id, String path) throws IOException {
    used(id, path);
    if (item.first(id, path) != null) {
      json.writeObjectFieldStart(name);
      ExportItems.optional(json, "Id", item.first(id));
      ExportItems.optional(json, "Path", item.first(path));
      json.writeEndObject();
      said.add(name);
    }
  }

  /** Every other field under its own name. */
  private void rest() throws IOException {
    for (Map.Entry<String, String> field : item.fields().entrySet()) {
      if (said.add(field.getKey()) && !ExportItem.isOfTheSession(field.getKey())) {
        json.writeStringField(field.getKey(), field.getValue());
      }
    }
    for (var list : item.lists().entrySet()) {
      if (said.add(list.getKey())) {
        json.writeFieldName(list.getKey());
        Json.mapper().writeValue(json, list.getValue());
      }
    }
  }

  private void source(Source source) throws IOException {
    json.writeObjectFieldStart("MailtrailExport");
    json.writeStringField("Format", source.format());
    json.writeStringField("Original", source.original());
    ExportItems.optional(json, "Header", source.header());
    json.writeEndObject();
  }

  private static JsonNode structure(String text) {
    if (text == null || !(text.startsWith("[") || text.startsWith("{"))) {
      return null;
    }
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  // --- fields, each written once

  private void used(String... names) {
    said.addAll(Set.of(names));
  }

  private void copy(String name, String... from) throws IOException {
    used(from);
    text(name, item.first(from));
  }

  private void text(String name, String value) throws IOException {
    said.add(name);
    ExportItems.optional(json, name, value);
  }

  private void number(String name, long value) throws IOException {
    said.add(name);
    json.writeNumberField(name, value);
  }

  private void bool(String name, String... from) throws IOException {
    String value = item.first(from);
    used(from);
    said.add(name);
    if (value == null) {
      return;
    }
    if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) {
      json.writeBooleanField(name, Boolean.parseBoolean(value));
    } else {
      json.writeStringField(name, value);
    }
  }

  private void whole(String name, String... from) throws IOException {
    String value = item.first(from);
    used(from);
    said.add(name);
    if (value != null && value.matches("\\d{1,18}")) {
      json.writeNumberField(name, Long.parseLong(value));
    } else {
      ExportItems.optional(json, name, value);
    }
  }
}
