package io.mailtrail.ingest.file;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lists of an exported record: the mailbox items it concerns, a cmdlet's parameters. */
final class ExportItems {
  private final ExportItem item;
  private final JsonGenerator json;
  private final Set<String> said;

  /**
   * @param said the names that were written or are not to be
   */
  ExportItems(ExportItem item, JsonGenerator json, Set<String> said) {
    this.item = item;
    this.json = json;
    this.said = said;
  }

  private record MailItem(String id, String subject, String folder, String messageId) {}

  /** As AffectedItems for a group's record type; else the first as Item. */
  void write(boolean group) throws IOException {
    List<MailItem> items = items();
    if (items.isEmpty()) {
      return;
    }
    if (group || items.size() > 1) {
      json.writeArrayFieldStart("AffectedItems");
      for (MailItem mail : items) {
        write(mail);
      }
      json.writeEndArray();
    } else {
      json.writeFieldName("Item");
      write(items.get(0));
    }
    said.addAll(List.of("AffectedItems", "Item"));
  }

  private void write(MailItem mail) throws IOException {
    json.writeStartObject();
    optional(json, "Id", mail.id);
    optional(json, "InternetMessageId", mail.messageId);
    optional(json, "Subject", mail.subject);
    if (mail.folder != null) {
      json.writeObjectFieldStart("ParentFolder");
      json.writeStringField("Path", mail.folder);
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private List<MailItem> items() {
    List<MailItem> items = new ArrayList<>();
    for (Map<String, String> source : item.lists().getOrDefault("SourceItems", List.of())) {
      items.add(
          new MailItem(
              first(source, "Id", "ItemId", "Value"),
              first(source, "Subject", "ItemSubject"),
              first(source, "FolderPathName"),
              first(source, "InternetMessageId")));
    }
    said.add("SourceItems");
    if (!items.isEmpty()) {
      return items;
    }
    String[] ids = split("SourceItemIdsList");
    for (int i = 0; i < ids.length; i++) {
      items.add(
          new MailItem(
              ids[i],
              of("SourceItemSubjectsList", i, ids.length),
              of("SourceItemFolderPathNamesList", i, ids.length),
              of("SourceItemInternetMessageIdsList", i, ids.length)));
    }
    String id = item.first("ItemId");
    String subject = item.first("ItemSubject");
    String messageId = item.first("ItemInternetMessageId");
    if (items.isEmpty() && (id != null || subject != null || messageId != null)) {
      items.add(new MailItem(id, subject, null, messageId));
      said.addAll(List.of("ItemId", "ItemSubject", "ItemInternetMessageId"));
    }
    return items;
  }

  /** One of a list that is text; a subject may hold a comma, so only where the numbers agree. */
  private String of(String field, int index, int count) {
    if (count == 1) {
      return item.first(field);
    }
    String[] values = split(field);
    return values.length == count ? values[index] : null;
  }

  private String[] split(String field) {
    String list = item.first(field);
    return list == null
        ? new String[0]
        : Arrays.stream(list.split(",", -1)).map(String::strip).toArray(String[]::new);
  }

  /** A list of names and values, as the API writes it. */
  void pairs(String name, String... from) throws IOException {
    for (String list : from) {
      List<Map<String, String>> pairs = item.lists().get(list);
      if (pairs != null && said.add(name)) {
        said.add(list);
        json.writeArrayFieldStart(name);
        for (Map<String, String> pair : pairs) {
          json.writeStartObject();
          for (Map.Entry<String, String> part : pair.entrySet()) {
            json.writeStringField(part.getKey(), part.getValue());
          }
          json.writeEndObject();
        }
        json.writeEndArray();
      }
    }
  }

  private static String first(Map<String, String> fields, String... names) {
    for (String name : names) {
      if (fields.get(name) != null) {
        return fields.get(name);
      }
    }
    return null;
  }

  static void optional(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
