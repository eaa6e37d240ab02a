package io.mailtrail.normalise;

/** The rules and policies behind an alert or a match: {@code rule.*}. */
final class Policies {
  private static final int MAX_RULES = 100;

  private final Picked picked;
  private final SlotWriter slots;

  Policies(Picked picked, SlotWriter slots) {
    this.picked = picked;
    this.slots = slots;
  }

  void describe(RecordFamily family) {
    Paths paths = picked.names.paths;
    switch (family) {
      case ALERT -> {
        add(Slot.RULE_ID, picked.filled(Slot.POLICY_ID));
        add(Slot.RULE_NAME, picked.filled(Slot.NAME));
        slots.alias(Slot.RULE_CATEGORY, picked.filled(Slot.CATEGORY));
      }
      case DLP -> {
        add(Slot.RULE_ID, picked.first(paths.policyRuleId));
        add(Slot.RULE_NAME, picked.first(paths.policyRuleName));
        add(Slot.RULE_SET, picked.first(paths.policyName));
      }
      case THREAT -> add(Slot.RULE_SET, picked.filled(Slot.POLICY));
      default -> {}
    }
  }

  private void add(int slot, int leaf) {
    slots.addAll(slot, leaf, MAX_RULES);
  }
}
