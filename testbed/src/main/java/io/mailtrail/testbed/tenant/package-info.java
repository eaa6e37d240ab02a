/**
 * The simulated tenant: a company with thirty days of audit records, account takeovers and near
 * misses among them, and an HTTP server that hands them out as the Office 365 Management Activity
 * API does. {@link io.mailtrail.testbed.tenant.SimulatedTenant} makes it, {@link
 * io.mailtrail.testbed.tenant.TenantServer} serves it, {@link io.mailtrail.testbed.tenant.Truth}
 * says what is in it.
 */
package io.mailtrail.testbed.tenant;
