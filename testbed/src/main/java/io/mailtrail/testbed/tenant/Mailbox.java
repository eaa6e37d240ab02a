package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.Draft.Act;
import io.mailtrail.testbed.tenant.Draft.Actor;
import java.time.Instant;
import java.util.Locale;

/** What the mailbox records (types 2, 3 and 50) have in common. */
final class Mailbox {
  private static final String EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000";

  /** {@code LogonType}: as what somebody is in a mailbox. */
  enum LogonType {
    OWNER(0),
    ADMIN(1),
    DELEGATED(2);

    private final int number;

    LogonType(int number) {
      this.number = number;
    }
  }

  private final TenantPlan plan;

  Mailbox(TenantPlan plan) {
    this.plan = plan;
  }

  TenantPlan plan() {
    return plan;
  }

  /** Begins a mailbox record: the session's person acts in the owner's mailbox. */
  Draft begin(
      int recordType, String operation, Session session, Person owner, Instant at, Dice dice) {
    Person person = session.person();
    LogonType logonType = logonType(person, owner);
    Draft draft =
        Draft.of(
            plan,
            dice,
            at,
            new Act(ContentType.EXCHANGE, recordType, "Exchange", operation),
            "Succeeded",
            new Actor(person.upn(), person.account().puid(), logonType == LogonType.ADMIN ? 2 : 0));
    // Mailbox records name the address twice, once, or under the longer name only.
    if (dice.perMille(700)) {
      draft.with("ClientIP", session.address());
    }
    draft
        .with("AppId", EXCHANGE_ONLINE)
        .with("ClientAppId", session.client().isBrowser() ? EXCHANGE_ONLINE : "")
        .with("ClientIPAddress", session.address())
        .with("ClientInfoString", clientInfo(session.client()))
        .with("ClientRequestId", dice.guid())
        .with("ExternalAccess", false)
        .with("InternalLogonType", 0)
        .with("LogonType", logonType.number)
        .with("LogonUserSid", person.account().sid())
        .with("MailboxGuid", owner.account().mailboxGuid())
        .with("MailboxOwnerSid", owner.account().sid())
        .with("MailboxOwnerUPN", owner.upn())
        .with("OrganizationName", plan.organization())
        .with("OriginatingServer", server(dice))
        .with("SessionId", session.id());
    if (logonType != LogonType.OWNER) {
      draft.with("LogonUserDisplayName", person.account().displayName());
    }
    if (session.client() == Client.OUTLOOK_WINDOWS) {
      draft.with("ClientProcessName", "OUTLOOK.EXE").with("ClientVersion", "16.0.17928.20392");
    }
    return draft;
  }

  private static LogonType logonType(Person person, Person owner) {
    if (person.equals(owner)) {
      return LogonType.OWNER;
    }
    return person.role() == Person.Role.ADMIN ? LogonType.ADMIN : LogonType.DELEGATED;
  }

  private static String clientInfo(Client client) {
    return client.isBrowser()
        ? client.clientInfo() + ";" + client.userAgent()
        : client.clientInfo();
  }

  /** A server of Exchange Online, named as it names itself, with its line end. */
  static String server(Dice dice) {
    return "LO"
        + dice.between(0, 6)
        + "P265MB"
        + dice.between(1_000, 9_999)
        + " (15.20."
        + dice.between(8_400, 8_500)
        + ".0"
        + dice.between(10, 40)
        + ")\r\n";
  }

  ObjectNode folder(ObjectNode folder, Person owner, String path) {
    // The same folder of the same mailbox has the same id in every record.
    Dice dice = Dice.of(plan.seed(), "folder " + path, owner.index());
    return folder.put("Id", dice.storeId("LgAAAAB", 64)).put("Path", path);
  }

  ObjectNode item(ObjectNode item, Person owner, String folder, Dice dice) {
    item.put("Id", dice.storeId("RgAAAAB", 96));
    item.put("InternetMessageId", messageId(dice));
    item.put("ImmutableId", dice.storeId("LgAAAAD", 64));
    folder(item.putObject("ParentFolder"), owner, folder);
    item.put("SizeInBytes", dice.between(2_500, 480_000));
    return item;
  }

  String messageId(Dice dice) {
    return "<LO"
        + dice.between(0, 6)
        + "P265MB"
        + dice.hex(28).toUpperCase(Locale.ROOT)
        + "@LO0P265MB0000.GBRP265.PROD.OUTLOOK.COM>";
  }
}
