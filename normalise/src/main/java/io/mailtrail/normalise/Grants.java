package io.mailtrail.normalise;

/** To whom permissions were given, or from whom taken: {@code mailtrail.grant.*}. */
final class Grants {
  private static final int MAX_GRANTEES = 100;
  private static final int MAX_RIGHTS = 50;

  private final Picked picked;
  private final SlotWriter slots;
  private final Actors actors;

  Grants(Picked picked, SlotWriter slots, Actors actors) {
    this.picked = picked;
    this.slots = slots;
    this.actors = actors;
  }

  /** Cmdlets name the grantee in a parameter, mailbox records as the member of a folder. */
  void describe(RecordFamily family) {
    if (family != RecordFamily.EXCHANGE_ADMIN && family != RecordFamily.MAILBOX) {
      return;
    }
    Paths paths = picked.names.paths;
    for (Node node : paths.grantees) {
      grantees(picked.first(node));
    }
    boolean named = picked.has(Slot.GRANTEE);
    for (Node node : paths.memberSids) {
      for (int leaf = picked.first(node); leaf != Picked.NONE; leaf = picked.next(leaf)) {
        Identity member = actors.identity(leaf);
        actors.relatedId(member.id());
        if (!named && member.id() != null) {
          slots.addOnce(Slot.GRANTEE, member.id(), MAX_GRANTEES);
        }
      }
    }
    if (picked.has(Slot.GRANTEE)) {
      slots.addAll(Slot.GRANTED, picked.first(paths.accessRights), MAX_RIGHTS);
      for (Node node : paths.memberRights) {
        slots.addAll(Slot.GRANTED, picked.first(node), MAX_RIGHTS);
      }
    }
  }

  private void grantees(int first) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      Identity grantee = actors.identity(leaf);
      byte[] name = grantee.email() == null ? grantee.account() : grantee.email();
      name = name == null ? grantee.id() : name;
      if (name == null || !slots.addOnce(Slot.GRANTEE, name, MAX_GRANTEES)) {
        continue;
      }
      actors.related(name);
      actors.relatedId(grantee.id());
    }
  }
}
