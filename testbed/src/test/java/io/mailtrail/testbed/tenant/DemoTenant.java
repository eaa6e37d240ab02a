package io.mailtrail.testbed.tenant;

/** The demo's tenant, made once for all tests that only look at it. */
final class DemoTenant {
  private static final SimulatedTenant TENANT = SimulatedTenant.of(TenantPlan.of(1));

  private DemoTenant() {}

  static SimulatedTenant get() {
    return TENANT;
  }
}
