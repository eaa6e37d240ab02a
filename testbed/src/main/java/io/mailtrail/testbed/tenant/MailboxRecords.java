package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.testbed.tenant.Draft.Pair;
import java.time.Instant;
import java.util.List;

/** Work on one item (record type 2, ExchangeItem) and on several (3, ExchangeItemGroup). */
final class MailboxRecords {
  private static final int ITEM = 2;
  private static final int ITEM_GROUP = 3;

  private final Mailbox mailbox;

  MailboxRecords(TenantPlan plan) {
    this.mailbox = new Mailbox(plan);
  }

  Draft send(Session session, Instant at, String subject, Dice dice) {
    Draft draft = mailbox.begin(ITEM, "Send", session, session.person(), at, dice);
    ObjectNode item = item(draft, session.person(), "\\Drafts", subject, dice);
    if (dice.perMille(300)) {
      item.put("Attachments", dice.pick(Words.FILES) + " (" + dice.between(9_000, 900_000) + "b)");
    }
    return draft.with("SaveToSentItems", true);
  }

  /** A message whose recipients are recorded, as the premium licence has it. */
  Draft sendTo(Session session, List<Person> recipients, String subject, Instant at, Dice dice) {
    Draft draft = send(session, at, subject, dice).with("recipientCount", recipients.size());
    ArrayNode list = draft.array("recipientList");
    recipients.forEach(recipient -> list.add(recipient.upn()));
    return draft;
  }

  /** SendAs or SendOnBehalf out of somebody else's mailbox. */
  Draft sendFor(Session session, Person owner, String operation, Instant at, Dice dice) {
    Draft draft = mailbox.begin(ITEM, operation, session, owner, at, dice);
    item(draft, owner, "\\Drafts", Words.subject(dice), dice);
    String whose = operation.equals("SendAs") ? "SendAsUser" : "SendOnBehalfOfUser";
    return draft
        .with(whose + "MailboxGuid", owner.account().mailboxGuid())
        .with(whose + "Smtp", owner.upn());
  }

  Draft update(Session session, Person owner, Instant at, Dice dice) {
    Draft draft = mailbox.begin(ITEM, "Update", session, owner, at, dice);
    String folder = dice.pick(List.of("\\Calendar", "\\Drafts", "\\Inbox", "\\Contacts"));
    item(draft, owner, folder, Words.subject(dice), dice);
    ArrayNode changed = draft.array("ModifiedProperties");
    for (String property :
        dice.shuffled(List.of("RecipientsTo", "TextBody", "HtmlBody", "Subject", "AllAttachments"))
            .subList(0, dice.between(1, 4))) {
      changed.add(property);
    }
    return draft;
  }

  /** Calendar, contacts, notes and drafts only: receiving mail is not audited. */
  Draft create(Session session, Person owner, Instant at, Dice dice) {
    Draft draft = mailbox.begin(ITEM, "Create", session, owner, at, dice);
    String folder = dice.pick(List.of("\\Calendar", "\\Contacts", "\\Notes", "\\Tasks"));
    item(draft, owner, folder, Words.subject(dice), dice);
    return draft;
  }

  Draft mailboxLogin(Session session, Instant at, Dice dice) {
    return mailbox.begin(ITEM, "MailboxLogin", session, session.person(), at, dice);
  }

  /** A rule that Outlook changed: what it does stands in OperationProperties, not in Parameters. */
  Draft updateInboxRules(Session session, Instant at, String rule, String folder, Dice dice) {
    Person person = session.person();
    Draft draft = mailbox.begin(ITEM, "UpdateInboxRules", session, person, at, dice);
    mailbox.folder(draft.object("Item").putObject("ParentFolder"), person, "\\Inbox");
    return draft.with(
        "OperationProperties",
        Pair.list(
            "RuleOperation",
            "ModifyMailboxRule",
            "RuleId",
            Long.toString(dice.below(Long.MAX_VALUE)),
            "RuleState",
            "Enabled",
            "RuleName",
            rule,
            "RuleProvider",
            "RuleOrganizer",
            "RuleActions",
            "[{\"ActionType\":\"Move\",\"FolderName\":\"" + folder + "\"}]"));
  }

  /** MoveToDeletedItems, SoftDelete, HardDelete or Move, of one item or some. */
  Draft group(Session session, Person owner, String operation, Instant at, Dice dice) {
    return group(session, owner, operation, at, Words.subject(dice), dice);
  }

  Draft group(
      Session session, Person owner, String operation, Instant at, String subject, Dice dice) {
    Draft draft = mailbox.begin(ITEM_GROUP, operation, session, owner, at, dice);
    String folder =
        switch (operation) {
          case "SoftDelete" -> "\\Deleted Items";
          case "HardDelete" -> "\\Recoverable Items\\Deletions";
          default -> "\\Inbox";
        };
    ArrayNode items = draft.array("AffectedItems");
    int count = dice.perMille(700) ? 1 : dice.between(2, 5);
    for (int i = 0; i < count; i++) {
      mailbox
          .item(items.addObject(), owner, folder, dice)
          .put("Subject", i == 0 ? subject : Words.subject(dice));
    }
    draft.with("CrossMailboxOperations", false);
    if (operation.equals("MoveToDeletedItems")) {
      mailbox.folder(draft.object("DestFolder"), owner, "\\Deleted Items");
    } else if (operation.equals("Move")) {
      mailbox.folder(draft.object("DestFolder"), owner, "\\Inbox\\Projects");
    }
    mailbox.folder(draft.object("Folder"), owner, folder);
    return draft;
  }

  private ObjectNode item(Draft draft, Person owner, String folder, String subject, Dice dice) {
    return mailbox.item(draft.object("Item"), owner, folder, dice).put("Subject", subject);
  }
}
