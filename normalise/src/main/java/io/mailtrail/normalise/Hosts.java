package io.mailtrail.normalise;

/** The devices used: {@code host.*} and {@code related.hosts}. */
final class Hosts {
  private static final int MAX_HOSTS = 100;

  private final Picked picked;
  private final SlotWriter slots;

  Hosts(Picked picked, SlotWriter slots) {
    this.picked = picked;
    this.slots = slots;
  }

  void describe() {
    Paths paths = picked.names.paths;
    name(picked.first(paths.deviceName));
    name(picked.filled(Slot.DEVICE_NAME));
    name(picked.filled(Slot.DEVICE_DISPLAY_NAME));
    name(picked.filled(Slot.CLIENT_MACHINE));
    name(picked.first(paths.endpointDevice));
    name(picked.first(paths.labelledOn));
    id(picked.first(paths.deviceId));
    id(picked.filled(Slot.DEVICE_ID));
    id(picked.filled(Slot.MACHINE_ID));
  }

  private void name(int leaf) {
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      return;
    }
    if (!picked.has(Slot.HOST_NAME)) {
      picked.set(Slot.HOST_NAME, picked.alias(leaf));
    }
    slots.addAllLowered(Slot.RELATED_HOSTS, leaf, MAX_HOSTS);
  }

  private void id(int leaf) {
    if (!picked.has(Slot.HOST_ID)) {
      slots.lowered(Slot.HOST_ID, leaf);
    }
  }
}
