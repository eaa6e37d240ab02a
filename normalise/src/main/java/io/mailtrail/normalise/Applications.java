package io.mailtrail.normalise;

/** Which application acted, and what it was signed in to: {@code mailtrail.application.*}. */
final class Applications {
  private final Picked picked;
  private final SlotWriter slots;
  private final SliceCache<byte[]> names;

  Applications(Picked picked, SlotWriter slots, Lookups lookups) {
    this.picked = picked;
    this.slots = slots;
    this.names = new SliceCache<>(1024, lookups::application);
  }

  void describe(RecordFamily family) {
    Paths paths = picked.names.paths;
    int id = firstFilled(picked.first(paths.clientAppId), picked.filled(Slot.CLIENT_APP_ID));
    id = firstFilled(id, picked.filled(Slot.APPLICATION_ID));
    id = firstFilled(id, picked.filled(Slot.APP_ID));
    byte[] name = null;
    if (id != Picked.NONE) {
      slots.lowered(Slot.APP, id);
      name = name(id);
    }
    if (name != null) {
      slots.text(Slot.APP_NAME, name);
    } else if (!slots.firstOf(Slot.APP_NAME, paths.clientAppName)) {
      slots.alias(Slot.APP_NAME, picked.filled(Slot.APPLICATION_NAME));
    }
    if (family == RecordFamily.SIGN_IN || family == RecordFamily.DIRECTORY) {
      int resource = picked.filled(Slot.OBJECT_ID);
      slots.text(Slot.APP_RESOURCE, resource == Picked.NONE ? null : name(resource));
    }
  }

  private byte[] name(int leaf) {
    return names.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
  }

  private int firstFilled(int leaf, int other) {
    return leaf == Picked.NONE || picked.isEmpty(leaf) ? other : leaf;
  }
}
