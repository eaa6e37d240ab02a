package io.mailtrail.cli.rules;

import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.Alert;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import io.mailtrail.rules.BundledRules;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the bundled rules find in a simulated tenant, through the normaliser. */
final class TenantAlerts {
  private static final RuleSet RULES =
      RuleSet.load(
          BundledRules.load().entrySet().stream()
              .map(rule -> new RuleSource(rule.getKey(), rule.getValue()))
              .toList());

  private static final Map<String, String> NAMES = names();

  private TenantAlerts() {}

  /**
   * An alert, with its rule and its evidence as the tenant names them.
   *
   * @param rule the rule's name
   * @param records ids of the records that are its evidence
   */
  record Found(String rule, List<String> records, Alert alert) {
    static Found of(Alert alert, TenantPlan plan) {
      String prefix = RecordId.of(plan.tenantId(), "");
      List<String> records = new ArrayList<>();
      for (Alert.Evidence evidence : alert.evidence()) {
        records.add(evidence.recordId().substring(prefix.length()));
      }
      return new Found(NAMES.get(alert.rule()), records, alert);
    }

    @Override
    public String toString() {
      return rule + " " + alert.group() + " " + alert.first();
    }
  }

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (Rule rule : RULES.rules()) {
      names.put(rule.id(), rule.name());
    }
    return names;
  }

  /** Every settled alert of everything that the tenant made available. */
  static List<Found> of(SimulatedTenant tenant) {
    OfflineDetector detector = new OfflineDetector(RULES);
    Normaliser normaliser = new Normaliser(Lookups.bundled());
    TenantPlan plan = tenant.plan();
    long fetched = plan.anchor().plusSeconds(30 * 86_400L).toEpochMilli();
    for (ContentBlob blob : tenant.allBlobs()) {
      for (byte[] record : blob.records()) {
        RecordId.scan(record)
            .recordId(plan.tenantId())
            .map(id -> new RawRecord(id, record, plan.tenantId(), "api", "", "test", 0, fetched))
            .map(normaliser::normalise)
            .filter(Outcome.Normalised.class::isInstance)
            .ifPresent(outcome -> detector.accept(((Outcome.Normalised) outcome).event()));
      }
    }
    return detector.settleAll().stream().map(alert -> Found.of(alert, plan)).toList();
  }
}
