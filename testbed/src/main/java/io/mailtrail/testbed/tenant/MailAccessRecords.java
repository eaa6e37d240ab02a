package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.testbed.tenant.Draft.Pair;
import java.time.Instant;
import java.util.List;

/**
 * {@code MailItemsAccessed}: Bind comes as record type 50 with the items, Sync as 2 with a folder.
 */
final class MailAccessRecords {
  private static final int AGGREGATED = 50;
  private static final int ITEM = 2;

  private final Mailbox mailbox;

  MailAccessRecords(TenantPlan plan) {
    this.mailbox = new Mailbox(plan);
  }

  /** Some messages were read within two minutes. */
  Draft bind(Session session, Person owner, Instant at, int items, Dice dice) {
    Draft draft = mailbox.begin(AGGREGATED, "MailItemsAccessed", session, owner, at, dice);
    draft.with("OperationProperties", Pair.list("MailAccessType", "Bind", "IsThrottled", "False"));
    ArrayNode folders = draft.array("Folders");
    int left = items;
    for (String path : List.of("\\Inbox", "\\Sent Items")) {
      int here = path.equals("\\Inbox") ? Math.max(1, left - dice.below(2)) : left;
      if (here == 0) {
        continue;
      }
      ObjectNode folder = mailbox.folder(folders.addObject(), owner, path);
      ArrayNode accessed = folder.putArray("FolderItems");
      for (int i = 0; i < here; i++) {
        accessed
            .addObject()
            .put("InternetMessageId", mailbox.messageId(dice))
            .put("SizeInBytes", dice.between(4_000, 250_000));
      }
      left -= here;
    }
    return draft.with("OperationCount", items);
  }

  /** An application read some messages. */
  Draft application(Application application, Person owner, Instant at, int items, Dice dice) {
    Session session =
        Session.at(owner, application.from(), application.address(), Client.OWA_EDGE, dice);
    String principal = "ServicePrincipal_" + application.id();
    return bind(session, owner, at, items, dice)
        .with("UserId", principal)
        .with("UserKey", principal)
        .with("UserType", 5)
        .with("LogonType", 1)
        .with("LogonUserSid", "S-1-5-20")
        .with("AppId", application.id())
        .with("ClientAppId", application.id())
        .with("ClientInfoString", "Client=REST;Client=RESTSystem;;");
  }

  /** Outlook for Windows or Mac downloaded a folder. */
  Draft sync(Session session, Instant at, Dice dice) {
    Person owner = session.person();
    Draft draft = mailbox.begin(ITEM, "MailItemsAccessed", session, owner, at, dice);
    draft.with("OperationProperties", Pair.list("MailAccessType", "Sync", "IsThrottled", "False"));
    ObjectNode folder = draft.object("Item").putObject("ParentFolder");
    mailbox.folder(folder, owner, dice.pick(List.of("\\Inbox", "\\Calendar", "\\Sent Items")));
    return draft;
  }
}
