package io.mailtrail.normalise;

/** Sets slots of a {@link Picked} from texts and leaves in the ways that several parts need. */
final class SlotWriter {
  private final Picked picked;

  SlotWriter(Picked picked) {
    this.picked = picked;
  }

  /** Any text; nothing for null. */
  void text(int slot, byte[] text) {
    if (text != null) {
      picked.set(slot, picked.leaf(text, 0, text.length, Picked.TEXT | Picked.ESCAPE));
    }
  }

  void flag(int slot, boolean value) {
    picked.set(slot, value ? Constants.TRUE : Constants.FALSE);
  }

  void number(int slot, long value) {
    int mark = picked.arena.length();
    picked.arena.number(value);
    picked.set(slot, picked.written(mark, Picked.NUMBER));
  }

  void time(int slot, long millis) {
    int mark = picked.arena.length();
    Timestamps.write(picked.arena, millis);
    picked.set(slot, picked.written(mark, Picked.TEXT));
  }

  /** The same text as a leaf has; false if it has none. */
  boolean alias(int slot, int leaf) {
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      return false;
    }
    picked.set(slot, picked.alias(leaf));
    return true;
  }

  /** The text of the first leaf of a node that has one; false if none has. */
  boolean firstOf(int slot, Node... nodes) {
    for (Node node : nodes) {
      if (alias(slot, picked.first(node))) {
        return true;
      }
    }
    return false;
  }

  /** The text in lower case, for what is ASCII in practice; other letters stay. */
  void lowered(int slot, int leaf) {
    if (leaf != Picked.NONE && !picked.isEmpty(leaf)) {
      picked.set(slot, lower(leaf));
    }
  }

  /** Adds every leaf of a chain to a list slot, each text once, up to a number of them. */
  void addAll(int slot, int first, int most) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      if (!picked.isEmpty(leaf) && !addOnce(slot, leaf, most)) {
        return;
      }
    }
  }

  /** Adds every leaf of a chain in lower case, as {@link #addAll} does. */
  void addAllLowered(int slot, int first, int most) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      if (!picked.isEmpty(leaf) && !addOnce(slot, lower(leaf), most)) {
        return;
      }
    }
  }

  /** Adds text to a list slot unless it is there; false if the slot is full, which is noted. */
  boolean addOnce(int slot, byte[] text, int most) {
    return addOnce(slot, picked.leaf(text, 0, text.length, Picked.TEXT | Picked.ESCAPE), most);
  }

  private boolean addOnce(int slot, int leaf, int most) {
    int count = 0;
    for (int known = picked.get(slot); known != Picked.NONE; known = picked.next(known)) {
      if (picked.same(known, leaf)) {
        return true;
      }
      count++;
    }
    if (count >= most) {
      picked.truncated(slot);
      return false;
    }
    picked.add(slot, picked.alias(leaf));
    return true;
  }

  private int lower(int leaf) {
    int mark = picked.arena.length();
    picked.arena.add(picked.source(leaf), picked.start(leaf), picked.length(leaf));
    byte[] bytes = picked.arena.bytes();
    for (int i = mark; i < picked.arena.length(); i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        bytes[i] = (byte) (bytes[i] + 32);
      }
    }
    return picked.written(mark, Picked.TEXT | picked.escape(leaf));
  }
}
