package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;

/** To whom it was done: {@code user.target.*} and {@code group.*}. */
final class Targets {
  private static final int MAX_ROLES = 20;
  private static final int MAX_MEMBERS = 200;

  private final Picked picked;
  private final SlotWriter slots;
  private final Actors actors;
  private final SliceCache<Identity> directoryNames = new SliceCache<>(1024, Targets::inDirectory);

  Targets(Picked picked, SlotWriter slots, Actors actors) {
    this.picked = picked;
    this.slots = slots;
    this.actors = actors;
  }

  /** Sets the fields of the other user, if the record names one that is not the actor. */
  void describe(Identity actor, RecordKind kind) {
    Paths paths = picked.names.paths;
    Identity target =
        switch (kind.family()) {
          case MAILBOX -> actors.identity(picked.get(Slot.MAILBOX_OWNER_UPN));
          case EXCHANGE_ADMIN -> ofCmdlet();
          case DIRECTORY -> inEntra();
          case ALERT -> firstEmail(picked.filled(Slot.ALERT_ENTITY), picked.filled(Slot.OBJECT_ID));
          case TEAMS -> firstEmail(picked.filled(Slot.INVITEE), members());
          case DLP -> firstEmail(picked.first(paths.matchedFileOwner));
          default ->
              firstEmail(
                  picked.filled(Slot.TARGET_USER),
                  picked.filled(Slot.USER_SHARED_WITH),
                  picked.filled(Slot.TARGET_USER_ID),
                  picked.first(paths.recipientUpn));
        };
    actors.related(target);
    actors.relatedId(target.id());
    if (kind.isOf(RecordFamily.MAILBOX)) {
      actors.relatedId(actors.identity(picked.get(Slot.MAILBOX_OWNER_SID)).id());
      actors.related(actors.identity(picked.get(Slot.DESTINATION_OWNER)));
      actors.relatedId(actors.identity(picked.get(Slot.DESTINATION_OWNER_SID)).id());
    }
    boolean self = Arrays.equals(target.email(), actor.email()) && target.email() != null;
    if (!self && !target.isNobody()) {
      slots.text(Slot.TARGET_NAME, target.name());
      slots.text(Slot.TARGET_EMAIL, target.email());
      slots.text(Slot.TARGET_ID, target.id());
      slots.text(Slot.TARGET_DOMAIN, target.domain());
      if (kind.isOf(RecordFamily.EXCHANGE_ADMIN)) {
        slots.alias(Slot.TARGET_FULL_NAME, picked.filled(Slot.MODIFIED_NAME));
      }
    }
    groups(kind.family());
  }

  /**
   * A cmdlet names the mailbox or user that it changed by address, alias, directory path or object
   * id.
   */
  private Identity ofCmdlet() {
    Paths paths = picked.names.paths;
    Identity email =
        firstEmail(
            picked.first(paths.parameterMailbox),
            picked.first(paths.parameterIdentity),
            picked.filled(Slot.OBJECT_ID));
    if (!email.isNobody() || !picked.has(Slot.OPERATION)) {
      return email;
    }
    String cmdlet = picked.word(picked.get(Slot.OPERATION));
    if (!concernsUsers(cmdlet)) {
      return Identity.NOBODY;
    }
    int leaf = picked.first(paths.parameterMailbox);
    // Somebody's rule for themselves: the path holds an id by which nothing can be compared.
    if (leaf == Picked.NONE && !cmdlet.endsWith("-InboxRule")) {
      leaf = picked.filled(Slot.OBJECT_ID);
    }
    return leaf == Picked.NONE
        ? Identity.NOBODY
        : directoryNames.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
  }

  /** Whether the object of a cmdlet is a mailbox or a user, or lies in a mailbox. */
  private static boolean concernsUsers(String cmdlet) {
    int dash = cmdlet.indexOf('-');
    String noun = dash < 0 ? "" : cmdlet.substring(dash + 1).toLowerCase(Locale.ROOT);
    return switch (noun) {
      case "mailbox",
          "casmailbox",
          "inboxrule",
          "mailboxpermission",
          "mailboxfolderpermission",
          "recipientpermission",
          "mailboxautoreplyconfiguration",
          "mailboxmessageconfiguration",
          "mailboxregionalconfiguration",
          "mailboxcalendarconfiguration",
          "mailboxjunkemailconfiguration",
          "mailuser",
          "user",
          "mobiledevice",
          "sweeprule" ->
          true;
      default -> false;
    };
  }

  /**
   * {@code SERVER/Hosted Organizations/tenant/name\\rule}: the last part of the path names the
   * mailbox, what follows the backslash something in it.
   */
  private static Identity inDirectory(String sent) {
    int slash = sent.indexOf('\\');
    String path = slash < 0 ? sent : sent.substring(0, slash);
    String name = path.substring(path.lastIndexOf('/') + 1).strip();
    // A domain before a backslash is the tenant's, not a name.
    return name.isEmpty() || (slash >= 0 && path.indexOf('/') < 0 && name.indexOf('.') >= 0)
        ? Identity.NOBODY
        : Identity.of(name);
  }

  /** Entra names its target as a list of identities: address, {@code User_} and object id, PUID. */
  private Identity inEntra() {
    Identity email = actors.firstWithEmail(picked.first(picked.names.paths.target));
    byte[] id = actors.objectId(picked.first(picked.names.paths.target));
    if (email == null) {
      email = firstEmail(picked.filled(Slot.OBJECT_ID));
    }
    return id == null ? email : new Identity(email.name(), email.email(), email.domain(), id, null);
  }

  private void groups(RecordFamily family) {
    Paths paths = picked.names.paths;
    if (family == RecordFamily.DIRECTORY) {
      newOrOld(paths.roleName, paths.roleNameBefore, Slot.TARGET_ROLES);
      newOrOld(paths.groupName, paths.groupNameBefore, Slot.GROUP_NAME);
      newOrOld(paths.groupId, paths.groupIdBefore, Slot.GROUP_ID);
    } else if (family == RecordFamily.TEAMS) {
      slots.alias(Slot.GROUP_NAME, picked.filled(Slot.TEAM_NAME));
    } else {
      slots.alias(Slot.GROUP_NAME, picked.filled(Slot.GROUP_SENT));
    }
  }

  /** What was given, else what was taken away; without the quotation marks some come in. */
  private void newOrOld(Node given, Node taken, int slot) {
    int leaf = picked.first(given);
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      leaf = picked.first(taken);
    }
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      return;
    }
    String text = picked.text(leaf).strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    String plain = quoted ? text.substring(1, text.length() - 1) : text;
    if (plain.isBlank()) {
      return;
    }
    if (slot == Slot.TARGET_ROLES) {
      slots.addOnce(slot, plain.getBytes(UTF_8), MAX_ROLES);
    } else {
      slots.text(slot, plain.getBytes(UTF_8));
    }
  }

  /** Notes every member that the record names; gives the one if it is only one. */
  private int members() {
    int first = picked.first(picked.names.paths.members);
    int count = 0;
    for (int leaf = first; leaf != Picked.NONE && count < MAX_MEMBERS; leaf = picked.next(leaf)) {
      actors.related(actors.identity(leaf));
      count++;
    }
    return count == 1 ? first : Picked.NONE;
  }

  private Identity firstEmail(int... leaves) {
    for (int leaf : leaves) {
      Identity candidate = actors.identity(leaf);
      if (candidate.email() != null) {
        return candidate;
      }
    }
    return Identity.NOBODY;
  }
}
