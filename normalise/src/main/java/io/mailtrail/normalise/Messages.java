package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** The messages concerned: {@code email.*}. */
final class Messages {
  /** More message ids than this are not kept: an aggregate names at most this many items. */
  private static final int MAX_MESSAGE_IDS = 1_000;

  /** Microsoft lists at most so many recipients, too. */
  private static final int MAX_RECIPIENTS = 1_000;

  private static final int MAX_ATTACHMENTS = 200;
  private static final int MAX_SUBJECTS = 200;
  private static final byte[] INBOUND = "inbound".getBytes(US_ASCII);
  private static final byte[] OUTBOUND = "outbound".getBytes(US_ASCII);
  private static final byte[] INTERNAL = "internal".getBytes(US_ASCII);

  private final Picked picked;
  private final SlotWriter slots;
  private final Actors actors;
  private final SliceCache<List<MailAddress>> addresses = new SliceCache<>(1024, MailAddress::in);
  private final SliceCache<List<byte[]>> attachments =
      new SliceCache<>(256, Messages::attachmentNames);

  Messages(Picked picked, SlotWriter slots, Actors actors) {
    this.picked = picked;
    this.slots = slots;
    this.actors = actors;
  }

  void describe(RecordKind kind, Operation operation, Identity actor, long fetchedAt) {
    subjects();
    messageIds();
    switch (kind.family()) {
      case MAILBOX -> {
        sent(operation, actor);
        for (Node node : picked.names.paths.attachments) {
          attachments(picked.first(node));
        }
      }
      case THREAT -> judged(fetchedAt);
      case DLP -> matched(fetchedAt);
      default -> slots.lowered(Slot.EMAIL_LOCAL_ID, picked.filled(Slot.NETWORK_MESSAGE_ID));
    }
  }

  private void subjects() {
    for (Node node : picked.names.paths.subjects) {
      slots.addAll(Slot.EMAIL_SUBJECT, picked.first(node), MAX_SUBJECTS);
    }
    slots.addAll(Slot.EMAIL_SUBJECT, picked.filled(Slot.SUBJECT), MAX_SUBJECTS);
  }

  private void messageIds() {
    slots.alias(Slot.EMAIL_MESSAGE_ID, picked.filled(Slot.INTERNET_MESSAGE_ID));
    int count = 0;
    for (Node node : picked.names.paths.messageIds) {
      for (int leaf = picked.first(node); leaf != Picked.NONE; leaf = picked.next(leaf)) {
        if (picked.isEmpty(leaf)) {
          continue;
        }
        if (count++ == MAX_MESSAGE_IDS) {
          picked.truncated(Slot.EMAIL_MESSAGE_ID);
          return;
        }
        picked.add(Slot.EMAIL_MESSAGE_ID, picked.alias(leaf));
      }
    }
  }

  /** Who sent a message in whose name, and to whom. */
  private void sent(Operation operation, Identity actor) {
    int as = picked.filled(Slot.SEND_AS);
    int behalf = picked.filled(Slot.SEND_ON_BEHALF);
    addresses(Slot.EMAIL_FROM, as == Picked.NONE ? behalf : as);
    if (operation.sends() && !picked.has(Slot.EMAIL_FROM)) {
      // Who sends in nobody else's name sends in that of the mailbox.
      byte[] owner = actors.identity(picked.get(Slot.MAILBOX_OWNER_UPN)).email();
      byte[] from = owner == null ? actor.email() : owner;
      if (from != null) {
        picked.addOnce(Slot.EMAIL_FROM, from);
      }
    }
    if (picked.has(Slot.EMAIL_FROM)) {
      slots.text(Slot.EMAIL_SENDER, actor.email());
    }
    for (Node node : picked.names.paths.recipients) {
      addresses(Slot.EMAIL_TO, picked.first(node));
    }
  }

  /** A message that was judged by Microsoft's filters. */
  private void judged(long fetchedAt) {
    Paths paths = picked.names.paths;
    slots.lowered(Slot.EMAIL_LOCAL_ID, picked.filled(Slot.NETWORK_MESSAGE_ID));
    addresses(Slot.EMAIL_FROM, picked.filled(Slot.P2_SENDER));
    slots.lowered(Slot.EMAIL_SENDER, picked.filled(Slot.P1_SENDER));
    addresses(Slot.EMAIL_TO, picked.first(paths.judgedRecipients));
    int direction = picked.filled(Slot.DIRECTIONALITY);
    if (picked.matches(direction, "inbound")) {
      picked.set(Slot.EMAIL_DIRECTION, INBOUND);
    } else if (picked.matches(direction, "outbound")) {
      picked.set(Slot.EMAIL_DIRECTION, OUTBOUND);
    } else if (direction != Picked.NONE) {
      picked.set(Slot.EMAIL_DIRECTION, INTERNAL);
    }
    origination(picked.filled(Slot.MESSAGE_TIME), fetchedAt);
    slots.addAll(Slot.EMAIL_ATTACHMENT_NAME, picked.first(paths.attachmentName), MAX_ATTACHMENTS);
    slots.addAllLowered(
        Slot.EMAIL_ATTACHMENT_HASH, picked.first(paths.attachmentHash), MAX_ATTACHMENTS);
    slots.addAllLowered(Slot.RELATED_HASH, picked.first(paths.attachmentHash), MAX_ATTACHMENTS);
  }

  /** A message that a policy matched. */
  private void matched(long fetchedAt) {
    Paths paths = picked.names.paths;
    addresses(Slot.EMAIL_FROM, picked.first(paths.matchedFrom));
    for (Node node : paths.matchedRecipients) {
      addresses(Slot.EMAIL_TO, picked.first(node));
    }
    origination(picked.first(paths.matchedSent), fetchedAt);
  }

  private void origination(int leaf, long fetchedAt) {
    if (leaf == Picked.NONE) {
      return;
    }
    long time = Timestamps.parse(picked.source(leaf), picked.start(leaf), picked.length(leaf));
    if (time != Timestamps.UNREADABLE && Timestamps.isPlausible(time, fetchedAt)) {
      slots.time(Slot.EMAIL_ORIGINATION, time);
    }
  }

  /** Adds the mail addresses in a chain of leaves to a slot and to everybody concerned. */
  private void addresses(int slot, int first) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      for (MailAddress found :
          addresses.get(picked.source(leaf), picked.start(leaf), picked.length(leaf))) {
        if (!slots.addOnce(slot, found.address(), MAX_RECIPIENTS)) {
          return;
        }
        actors.related(found.address());
      }
    }
  }

  private void attachments(int first) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      for (byte[] name :
          attachments.get(picked.source(leaf), picked.start(leaf), picked.length(leaf))) {
        if (!slots.addOnce(Slot.EMAIL_ATTACHMENT_NAME, name, MAX_ATTACHMENTS)) {
          return;
        }
      }
    }
  }

  /** {@code a.pdf (123b); b.docx (45b)}: names, each with its size behind it. */
  private static List<byte[]> attachmentNames(String text) {
    List<byte[]> names = new ArrayList<>(1);
    for (String part : text.split(";", MAX_ATTACHMENTS + 1)) {
      String name = part.strip();
      int open = name.lastIndexOf(" (");
      if (open > 0 && name.endsWith("b)")) {
        name = name.substring(0, open).strip();
      }
      if (!name.isEmpty()) {
        names.add(name.getBytes(UTF_8));
      }
    }
    return List.copyOf(names);
  }
}
