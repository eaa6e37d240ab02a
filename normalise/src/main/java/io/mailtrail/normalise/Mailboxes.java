package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.AccessType;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What the action table makes of a mailbox record: {@code mailtrail.mailbox.*}. */
final class Mailboxes {
  private static final long AGGREGATED = 50;
  private static final byte[] PREMIUM = "premium".getBytes(UTF_8);
  private static final byte[] WITHOUT_PREMIUM = "without_premium".getBytes(UTF_8);
  private static final Map<LogonType, byte[]> LOGON_NAMES = new EnumMap<>(LogonType.class);
  private static final Map<AccessType, byte[]> ACCESS_NAMES = new EnumMap<>(AccessType.class);

  static {
    for (LogonType type : LogonType.values()) {
      LOGON_NAMES.put(type, type.wireName().getBytes(UTF_8));
    }
    for (AccessType type : AccessType.values()) {
      ACCESS_NAMES.put(type, type.wireName().getBytes(UTF_8));
    }
  }

  private final Picked picked;
  private final SlotWriter slots;
  private final Actors actors;
  private final Tags tags;
  private final SliceCache<Optional<LogonType>> logonTypes = new SliceCache<>(32, LogonType::of);

  /** How many items the present record stands for; 0 where it does not say. */
  private long items;

  /** Whether the present record's mailbox is the actor's own. */
  private boolean own;

  Mailboxes(Picked picked, SlotWriter slots, Actors actors, Tags tags) {
    this.picked = picked;
    this.slots = slots;
    this.actors = actors;
    this.tags = tags;
  }

  long items() {
    return items;
  }

  boolean own() {
    return own;
  }

  void describe(RecordKind kind, Operation operation, Identity actor, long time) {
    items = 0;
    own = false;
    if (!operation.mailbox() && operation.activity() == null) {
      return;
    }
    int action = picked.filled(Slot.EVENT_ACTION);
    if (action != Picked.NONE) {
      picked.set(Slot.MAILBOX_ACTION, picked.alias(action));
    }
    if (operation.activity() != null) {
      picked.set(Slot.MAILBOX_ACTIVITY, operation.activity());
      picked.set(Slot.MAILBOX_DESCRIPTION, operation.description());
    }
    if (operation.mailbox()) {
      mailbox(kind, operation, actor, time);
    }
  }

  private void mailbox(RecordKind kind, Operation operation, Identity actor, long time) {
    Identity owner = actors.identity(picked.get(Slot.MAILBOX_OWNER_UPN));
    own = owner.email() != null && Arrays.equals(owner.email(), actor.email());
    slots.text(Slot.MAILBOX_OWNER, owner.email() == null ? owner.name() : owner.email());
    slots.text(Slot.MAILBOX_ACTOR, first(actor.email(), actor.name(), actor.id()));
    int sent = picked.filled(Slot.LOGON_TYPE);
    LogonType logon =
        sent == Picked.NONE
            ? null
            : logonTypes
                .get(picked.source(sent), picked.start(sent), picked.length(sent))
                .orElse(null);
    if (logon != null) {
      picked.set(Slot.MAILBOX_LOGON_TYPE, LOGON_NAMES.get(logon));
    }
    AccessType access = access(logon, actor, owner);
    if (access != null) {
      picked.set(Slot.MAILBOX_ACCESS_TYPE, ACCESS_NAMES.get(access));
    }
    recording(operation, logon, access, time);
    count(kind);
  }

  /**
   * What the action table of the time says of the logon type, whoever it was: an application that
   * logs on as the owner is recorded as the owner is. Only where the record has no logon type, who
   * it was tells it.
   */
  private void recording(Operation operation, LogonType logon, AccessType access, long time) {
    boolean group = tags.isGroup(picked.get(Slot.MAILBOX_OWNER));
    MailboxAction row = operation.row(group, Math.floorDiv(time, 24L * 60 * 60 * 1000));
    if (row == null) {
      return;
    }
    if (logon != null || access != null) {
      MailboxAction.Recording recording =
          logon == null ? row.recording(access) : row.recording(logon);
      slots.flag(Slot.MAILBOX_DEFAULT, recording == MailboxAction.Recording.DEFAULT);
    }
    if (row.licence() != MailboxAction.Licence.ANY) {
      picked.set(
          Slot.MAILBOX_LICENCE,
          row.licence() == MailboxAction.Licence.PREMIUM ? PREMIUM : WITHOUT_PREMIUM);
    }
  }

  /**
   * Who used the mailbox, or null. The flag for access from outside compares domains, so it says
   * nothing where these are the same.
   */
  private AccessType access(LogonType logon, Identity actor, Identity owner) {
    int user = picked.filled(Slot.USER_TYPE);
    boolean outside =
        picked.matches(picked.get(Slot.EXTERNAL_ACCESS), "true")
            && (actor.domain() == null || !Arrays.equals(actor.domain(), owner.domain()));
    AccessType.Actor who =
        own
            ? AccessType.Actor.OWNER
            : actor.isNobody() || owner.isNobody()
                ? AccessType.Actor.UNKNOWN
                : AccessType.Actor.SOMEBODY_ELSE;
    return AccessType.of(
            user == Picked.NONE ? null : picked.text(user),
            Optional.ofNullable(logon),
            who,
            outside)
        .orElse(null);
  }

  private void count(RecordKind kind) {
    Paths paths = picked.names.paths;
    int count = picked.get(Slot.OPERATION_COUNT);
    long operations = count == Picked.NONE ? 0 : Scalars.toLong(picked, count);
    long listed =
        Math.max(picked.elements(paths.affectedItems), picked.elements(paths.folderItems));
    items = Math.max(operations, listed);
    // A folder that is synchronised is no item, and how many came with it is not said.
    boolean sync = picked.matches(picked.first(paths.mailAccessType), "sync");
    if (items == 0 && !sync && paths.item.epoch == picked.epoch && paths.item.rawSource != null) {
      items = 1;
    }
    boolean aggregate = kind.number() == AGGREGATED || items > 1;
    slots.flag(Slot.MAILBOX_AGGREGATE, aggregate);
    if (items > 0) {
      slots.number(Slot.MAILBOX_ITEM_COUNT, items);
    }
  }

  private static byte[] first(byte[]... candidates) {
    for (byte[] candidate : candidates) {
      if (candidate != null) {
        return candidate;
      }
    }
    return null;
  }
}
