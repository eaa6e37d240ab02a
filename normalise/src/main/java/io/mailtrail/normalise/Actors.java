package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Who did it: {@code user.*}, and everybody concerned: {@code related.user}. */
final class Actors {
  private static final int PLACES = 4096;
  private static final byte[] USER = "User_".getBytes(US_ASCII);
  private static final byte NAME_TYPE = '1';
  private static final int GUID_CHARS = 36;
  private static final byte[] NO_GUID = "00000000-0000-0000-0000-000000000000".getBytes(US_ASCII);

  private final Picked picked;
  private final SlotWriter slots;
  private final SliceCache<Identity> identities = new SliceCache<>(PLACES, Identity::of);

  Actors(Picked picked, SlotWriter slots) {
    this.picked = picked;
    this.slots = slots;
  }

  /** The identity in a leaf; nobody for no leaf. */
  Identity identity(int leaf) {
    return leaf == Picked.NONE || picked.isEmpty(leaf)
        ? Identity.NOBODY
        : identities.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
  }

  /** Sets the actor's fields and gives the actor. */
  Identity actor() {
    Paths paths = picked.names.paths;
    Identity key = identity(picked.get(Slot.USER_KEY));
    Identity actor = identity(picked.get(Slot.USER_ID_SENT));
    if (actor.email() == null && actor.domain() == null) {
      Identity named = firstWithEmail(picked.first(paths.actor));
      if (named != null) {
        actor = joined(named, actor);
      } else if (actor.isNobody()) {
        actor = key;
      }
    }
    Identity token = identity(picked.get(Slot.TOKEN_OBJECT_ID));
    Identity sid = identity(picked.get(Slot.LOGON_USER_SID));
    byte[] object = objectId(picked.first(paths.actor));
    // The directory's object id is the one that every workload can have; a PUID or SID is not.
    byte[] id =
        firstId(
            isGuid(actor.id()) ? actor.id() : null,
            object,
            isGuid(token.id()) ? token.id() : null,
            actor.id(),
            key.id(),
            sid.id());
    slots.text(Slot.USER_ID, id);
    slots.text(Slot.USER_NAME, actor.name());
    slots.text(Slot.USER_EMAIL, actor.email());
    slots.text(Slot.USER_DOMAIN, actor.domain());
    int display = picked.filled(Slot.LOGON_USER_NAME);
    if (display == Picked.NONE && actor.email() == null) {
      display = displayName(picked.first(paths.actor), picked.first(paths.actorType));
    }
    if (display != Picked.NONE) {
      picked.set(Slot.USER_FULL_NAME, picked.alias(display));
    } else {
      slots.text(Slot.USER_FULL_NAME, actor.fullName());
    }
    related(actor);
    relatedId(id);
    relatedId(actor.id());
    relatedId(key.id());
    relatedId(sid.id());
    return actor;
  }

  private static byte[] firstId(byte[]... ids) {
    for (byte[] id : ids) {
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  /** Written as one, and not the empty one that records have for nobody. */
  private static boolean isGuid(byte[] id) {
    return id != null && id.length == GUID_CHARS && id[8] == '-' && !Arrays.equals(id, NO_GUID);
  }

  /** The object id in a list of identities: the one written {@code User_} and the id. */
  byte[] objectId(int first) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      if (picked.startsWith(leaf, USER)) {
        return identity(leaf).id();
      }
    }
    return null;
  }

  /** The first identity in a chain of leaves that is a principal name, or null. */
  Identity firstWithEmail(int first) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      Identity identity = identity(leaf);
      if (identity.email() != null) {
        return identity;
      }
    }
    return null;
  }

  /** In a list of ids with types, the id whose type is Name. */
  private int displayName(int ids, int types) {
    int id = ids;
    int type = types;
    while (id != Picked.NONE && type != Picked.NONE) {
      boolean isName =
          (picked.length(type) == 1 && picked.source(type)[picked.start(type)] == NAME_TYPE)
              || picked.matches(type, "name");
      if (isName && !picked.isEmpty(id)) {
        return id;
      }
      id = picked.next(id);
      type = picked.next(type);
    }
    return Picked.NONE;
  }

  private static Identity joined(Identity named, Identity other) {
    return new Identity(named.name(), named.email(), named.domain(), other.id(), other.fullName());
  }

  /** Adds a name to everybody concerned: the address, or else the account that is not one. */
  void related(Identity identity) {
    if (identity.email() != null) {
      related(identity.email());
    } else {
      related(identity.account());
    }
  }

  void related(byte[] text) {
    if (text != null) {
      picked.addOnce(Slot.RELATED_USER, text);
    }
  }

  void relatedId(byte[] id) {
    if (id != null && !Arrays.equals(id, NO_GUID)) {
      related(id);
    }
  }
}
