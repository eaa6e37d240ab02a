package io.mailtrail.testbed.tenant;

/**
 * An application that reads mail by itself.
 *
 * @param id its client id
 * @param from where it runs
 */
record Application(String id, Network from, String address) {
  static Application of(Network from, Dice dice) {
    return new Application(dice.guid(), from, from.address(dice));
  }

  /** The ticket system, which reads what comes for the help desk: ordinary from the first day. */
  static Application tickets(TenantPlan plan) {
    return of(Networks.named("eurofiber"), Dice.of(plan.seed(), "ticket system"));
  }
}
