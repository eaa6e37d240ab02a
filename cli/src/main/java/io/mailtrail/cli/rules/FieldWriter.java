package io.mailtrail.cli.rules;

import io.mailtrail.normalise.FieldCatalogue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The way back from a field of the event to the fields of a record that give it, as far as there is
 * one. What it writes is only a proposal: the normaliser has the last word.
 */
final class FieldWriter {
  private static final String AUDIT = "o365.audit.";
  private static final String OTHER = AUDIT + "other.";
  private static final List<String> MAILBOX_ACCESS =
      List.of("owner", "delegate", "administrator", "application", "datacentre");
  private static final Set<String> SESSIONS = Set.of("sign-in", "Exchange cmdlet");
  static final String SOMEBODY = "bob@contoso.example";
  static final String DOMAIN = "contoso.example";

  private FieldWriter() {}

  /** Microsoft's name where the field has one, else the event's own. */
  static String plain(String field) {
    String name = field.startsWith(OTHER) ? field.substring(OTHER.length()) : field;
    return name.startsWith(AUDIT) ? name.substring(AUDIT.length()) : name;
  }

  /** Whether records of a sort can give this field a value. */
  static boolean gives(RecordSort sort, String field) {
    String name = plain(field);
    if (name.equals(field) && FieldCatalogue.field(field).isPresent()) {
      return derives(sort, field);
    }
    return sort.has(name);
  }

  private static boolean derives(RecordSort sort, String field) {
    String group = field.contains(".") ? field.substring(0, field.indexOf('.')) : field;
    return switch (group) {
      case "session" ->
          SESSIONS.contains(sort.name()) || sort.hasClient() || sort.has("AppAccessContext.x");
      case "email" -> sort.has("Item.Subject") || sort.has("AffectedItems.Subject");
      case "file" -> sort.has("SourceFileName");
      case "user_agent" -> sort.isSignIn() || sort.hasClient() || sort.has("UserAgent");
      case "mailtrail" -> !field.startsWith("mailtrail.mailbox.") || sort.mailbox();
      case "user" ->
          !field.startsWith("user.target.")
              || sort.mailbox()
              || sort.isDirectory()
              || sort.has("Parameters.x")
              || sort.has("TargetUserOrGroupName");
      default -> true;
    };
  }

  /** The only values that a field has in records of a sort; empty where it may be anything. */
  static List<String> domain(RecordSort sort, String field) {
    return switch (plain(field)) {
      case "Workload", "event.provider" -> sort.workloads();
      case "RecordType", "event.code" -> sort.types();
      case "event.outcome" -> List.of("success", "failure", "unknown");
      case "UserType" -> List.of("0", "2", "3", "4", "5", "6", "9", "10");
      case "ResultStatus" ->
          List.of(
              "Success", "Succeeded", "PartiallySucceeded", "True", "Failed", "Failure", "False");
      case "LogonType" -> List.of("0", "1", "2", "3", "4", "6");
      case "mailtrail.mailbox.access_type" -> MAILBOX_ACCESS;
      case "mailtrail.mailbox.aggregate", "mailtrail.mailbox.recorded_by_default" ->
          List.of("true", "false");
      case "event.module" -> List.of("o365");
      case "event.dataset" -> List.of("o365.audit");
      case "event.kind" -> List.of("event");
      default -> List.of();
    };
  }

  /** A value for a field of which nothing is asked but that it is there. */
  static String sample(String field, int seed) {
    String name = plain(field).toLowerCase(Locale.ROOT);
    if (name.startsWith("user.target.")) {
      return "target" + seed + "@" + DOMAIN;
    }
    if (name.endsWith("email")
        || name.equals("userid")
        || name.endsWith("upn")
        || name.equals("mailtrail.mailbox.owner")) {
      return "user" + seed + "@" + DOMAIN;
    }
    if (name.equals("organization.id")) {
      return String.format("3f1d2c4b-5a69-4788-9c0d-%012x", seed);
    }
    if (name.endsWith("ip") || name.endsWith("ipaddress")) {
      return "203.0.113." + (1 + seed % 250);
    }
    return "sample-" + seed;
  }

  static void write(RecordSketch sketch, RecordSort sort, String field, String value) {
    String name = plain(field);
    switch (name) {
      case "event.action" -> sketch.set("Operation", value);
      case "event.provider" -> sketch.set("Workload", value);
      case "event.code" -> sketch.set("RecordType", value);
      case "event.id" -> sketch.set("Id", value);
      case "event.outcome" -> outcome(sketch, sort, value);
      case "organization.id" -> sketch.set("OrganizationId", value);
      case "organization.name" -> sketch.set("OrganizationName", value);
      case "user.email", "related.user", "mailtrail.mailbox.actor" -> sketch.set("UserId", value);
      case "user.name" -> sketch.set("UserId", value + "@" + DOMAIN);
      case "user.domain" -> sketch.set("UserId", "adele@" + value);
      case "user.id" -> sketch.set("UserKey", value);
      case "user.full_name" -> sketch.set("LogonUserDisplayName", value);
      case "user.target.email" -> target(sketch, sort, value);
      case "user.target.name" -> target(sketch, sort, value + "@" + DOMAIN);
      case "source.ip", "source.address", "related.ip" -> address(sketch, sort, value);
      case "user_agent.original" -> client(sketch, sort, value);
      case "session.id" -> session(sketch, sort, value);
      case "email.to.address" -> sketch.set("recipientList", value);
      case "email.subject" ->
          sketch.set(sort.has("Item.Subject") ? "Item.Subject" : "AffectedItems.Subject", value);
      case "file.name" -> sketch.set("SourceFileName", value);
      case "file.path" -> sketch.set("ObjectId", value);
      case "file.extension" -> sketch.set("SourceFileExtension", value);
      case "mailtrail.mailbox.action" -> sketch.set("Operation", value);
      case "mailtrail.mailbox.owner" -> sketch.set("MailboxOwnerUPN", value);
      case "mailtrail.mailbox.item_count" -> sketch.set("OperationCount", value);
      case "mailtrail.mailbox.access_type" -> access(sketch, value);
      default -> {
        if (name.equals(field) && FieldCatalogue.field(field).isPresent()) {
          return;
        }
        sketch.set(name, value);
        alsoAddress(sketch, sort, name, value);
      }
    }
  }

  private static void alsoAddress(RecordSketch sketch, RecordSort sort, String name, String value) {
    if (name.equals("ClientIP") && sort.has("ClientIPAddress")) {
      sketch.set("ClientIPAddress", value);
    }
  }

  static void address(RecordSketch sketch, RecordSort sort, String value) {
    sketch.set("ClientIP", value);
    if (sort.has("ClientIPAddress")) {
      sketch.set("ClientIPAddress", value);
    }
  }

  private static void outcome(RecordSketch sketch, RecordSort sort, String value) {
    if (value.equals("unknown")) {
      sketch.remove("ResultStatus");
      return;
    }
    boolean success = value.equals("success");
    Optional<String> result = sort.result(success);
    sketch.set("ResultStatus", result.orElse(success ? "Succeeded" : "Failed"));
    if (sort.isSignIn()) {
      sketch.set("ErrorNumber", success ? "0" : "50126");
    }
  }

  private static void target(RecordSketch sketch, RecordSort sort, String value) {
    if (sort.mailbox()) {
      sketch.set("MailboxOwnerUPN", value);
    } else if (sort.isDirectory()) {
      sketch.set("ObjectId", value).set("Target.ID", value).set("Target.Type", "5");
    } else if (sort.has("Parameters.Identity")) {
      sketch.setIfAbsent("Parameters.Mailbox", value).setIfAbsent("Parameters.Identity", value);
    } else {
      sketch.set("TargetUserOrGroupName", value);
    }
  }

  private static void client(RecordSketch sketch, RecordSort sort, String value) {
    String field =
        sort.isSignIn()
            ? "ExtendedProperties.UserAgent"
            : sort.hasClient() ? "ClientInfoString" : "UserAgent";
    sketch.set(field, value);
  }

  private static void session(RecordSketch sketch, RecordSort sort, String value) {
    String field =
        sort.isSignIn()
            ? "DeviceProperties.SessionId"
            : sort.has("SessionId") ? "SessionId" : "AppAccessContext.AADSessionId";
    sketch.set(field, value);
  }

  private static void access(RecordSketch sketch, String value) {
    switch (value) {
      case "owner" -> sketch.set("LogonType", "0");
      case "delegate" -> sketch.set("LogonType", "2").setIfAbsent("MailboxOwnerUPN", SOMEBODY);
      case "administrator" -> sketch.set("LogonType", "1").setIfAbsent("MailboxOwnerUPN", SOMEBODY);
      case "application" -> sketch.set("LogonType", "1").set("UserType", "5");
      default -> sketch.set("LogonType", "1").set("UserType", "3");
    }
  }
}
