package io.mailtrail.cli.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.Story;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How often the bundled rules cry wolf over a month in which nothing was amiss, stories aside.
 * Three hundred people here, for the build's sake; {@code -Dmailtrail.test.users=1000} asks for a
 * thousand and {@code -Dmailtrail.test.seed=8} for others.
 */
class OrdinaryHistoryTest {
  private static final int USERS = Integer.getInteger("mailtrail.test.users", 300);

  @Test
  void atMostTwoFalseAlertsAMonthForEveryThousandUsers() {
    TenantPlan plan = TenantPlan.of(Integer.getInteger("mailtrail.test.seed", 7)).withUsers(USERS);
    SimulatedTenant tenant = SimulatedTenant.of(plan);
    List<Story> stories = tenant.truth().stories();

    List<TenantAlerts.Found> alerts = TenantAlerts.of(tenant);

    List<TenantAlerts.Found> falseAlerts =
        alerts.stream()
            .filter(alert -> stories.stream().noneMatch(it -> it.isToldBy(alert.records())))
            .toList();
    // Rounded down: of three hundred users not one.
    assertThat(falseAlerts).hasSizeLessThanOrEqualTo(2 * USERS / 1_000);
    assertThat(alerts).hasSizeGreaterThan(falseAlerts.size());
  }
}
