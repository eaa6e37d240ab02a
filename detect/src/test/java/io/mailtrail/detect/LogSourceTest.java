package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules written against other field names match what the Management API sends. */
class LogSourceTest {
  private static final String CLOUD_APP_SECURITY =
      """
      title: Federated domain
      id: federated
      logsource: {product: m365, service: exchange}
      detection:
        selection: {eventSource: Exchange, eventName: Add-FederatedDomain, status: success}
        condition: selection
      """;
  private static final String ALERT =
      """
      title: Forwarding
      id: forwarding
      logsource: {product: m365, service: threat_management}
      detection:
        selection:
          eventSource: SecurityComplianceCenter
          eventName: Suspicious inbox forwarding
          status: success
        condition: selection
      """;
  private static final String DIRECTORY =
      """
      title: Federation
      id: federation
      logsource: {product: azure, service: auditlogs}
      detection:
        selection: {ActivityDisplayName: Set federation settings on domain}
        condition: selection
      """;

  @ParameterizedTest
  @CsvSource({
    "True, true",
    "Success, true",
    "Succeeded, true",
    "PartiallySucceeded, true",
    "False, false",
  })
  void statusSuccessIsWhatTheWorkloadsCallIt(String status, boolean matches) {
    String event =
        "{'Workload': 'Exchange', 'Operation': 'Add-FederatedDomain', 'ResultStatus': '%s'}"
            .formatted(status);
    assertThat(Rules.alerts(Rules.load(CLOUD_APP_SECURITY), event)).hasSize(matches ? 1 : 0);
  }

  @Test
  void anAlertPolicyIsFoundByItsTitle() {
    String event =
        "{'Workload': 'SecurityComplianceCenter', 'Operation': '%s',"
            + " 'Name': 'Suspicious inbox forwarding', 'ResultStatus': 'Succeeded'}";
    assertThat(Rules.alerts(Rules.load(ALERT), event.formatted("AlertTriggered"))).hasSize(1);
    assertThat(Rules.alerts(Rules.load(ALERT), event.formatted("RuleRenamed"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AzureActiveDirectory, Set federation settings on domain., true",
    "AzureActiveDirectory, Set federation settings on domain, true",
    "AzureActiveDirectory, Set federation settings on domains, false",
    "Exchange, Set federation settings on domain., false",
  })
  void directoryOperationsMayEndInAFullStop(String workload, String operation, boolean matches) {
    String event = "{'Workload': '%s', 'Operation': '%s'}".formatted(workload, operation);
    assertThat(Rules.alerts(Rules.load(DIRECTORY), event)).hasSize(matches ? 1 : 0);
  }

  @Test
  void rulesForOtherProductsAreLoadedAndNeverAsked() {
    RuleSet rules =
        Rules.load(
            """
            title: Windows
            id: windows
            logsource: {product: windows, service: security}
            detection: {keywords: [anything], condition: keywords}
            """);
    assertThat(rules.rules().get(0).applies()).isFalse();
    assertThat(Rules.alerts(rules, "{'Operation': 'anything'}")).isEmpty();
  }

  @Test
  void ecsNamesStandForMicrosoftsWhereTheyAreTheSame() {
    assertThat(
            Rules.matches(
                "selection: {event.action: UserLoggedIn}\ncondition: selection",
                "{'Operation': 'UserLoggedIn'}"))
        .isTrue();
  }
}
