package io.mailtrail.cli.demo;

import io.mailtrail.cli.demo.Observed.Copy;
import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Evidence;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Origin;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import io.mailtrail.rules.BundledRules;
import io.mailtrail.testbed.tenant.ContentBlob;
import io.mailtrail.testbed.tenant.SimulatedTenant;
import io.mailtrail.testbed.tenant.TenantPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A simulated tenant read by the code of the offline verbs, with no server: what the pipeline shows
 * if it does what it should.
 */
final class OfflineTenant {
  private final TenantPlan plan;
  private final List<Copy> published = new ArrayList<>();
  private final Map<String, Copy> documents = new LinkedHashMap<>();
  private final Map<String, Copy> failed = new LinkedHashMap<>();
  private final List<Alert> alerts;

  private OfflineTenant(TenantPlan plan, List<ContentBlob> blobs) {
    this.plan = plan;
    OfflineDetector detector =
        new OfflineDetector(
            RuleSet.load(
                BundledRules.load().entrySet().stream()
                    .map(rule -> new RuleSource(rule.getKey(), rule.getValue()))
                    .toList()));
    Normaliser normaliser = new Normaliser(Lookups.bundled());
    for (ContentBlob blob : blobs) {
      int ordinal = 0;
      for (byte[] record : blob.records()) {
        accept(raw(blob, ordinal++, record), normaliser, detector);
      }
    }
    alerts = detector.settleAll();
  }

  static OfflineTenant of(long seed, int users) {
    TenantPlan plan = TenantPlan.of(seed).withUsers(users);
    SimulatedTenant tenant = SimulatedTenant.of(plan);
    return new OfflineTenant(plan, tenant.allBlobs());
  }

  static OfflineTenant of(SimulatedTenant tenant, List<ContentBlob> blobs) {
    return new OfflineTenant(tenant.plan(), blobs);
  }

  private RawRecord raw(ContentBlob blob, int ordinal, byte[] record) {
    String id = RecordId.scan(record).recordId(plan.tenantId()).orElseThrow();
    return new RawRecord(
        id,
        record,
        plan.tenantId(),
        Origin.API.wireName(),
        blob.contentType().wireName(),
        blob.contentId(),
        ordinal,
        plan.anchor().toEpochMilli());
  }

  private void accept(RawRecord raw, Normaliser normaliser, OfflineDetector detector) {
    Copy copy = new Copy(raw.key(), raw.copyId());
    published.add(copy);
    Outcome outcome = normaliser.normalise(raw);
    if (outcome instanceof Outcome.Normalised normalised) {
      documents.putIfAbsent(raw.key(), copy);
      detector.accept(normalised.event());
    } else {
      FailedRecord failure = ((Outcome.Rejected) outcome).failed();
      failed.putIfAbsent(failure.id(), new Copy(failure.recordId(), copy.copyId()));
    }
  }

  Observed observed() {
    return new Observed(
        published,
        List.copyOf(documents.values()),
        List.copyOf(failed.values()),
        List.of(),
        alerts);
  }

  /** What is found, in words that can be compared. */
  SortedSet<String> alerts() {
    return described(alerts);
  }

  /** The settled alerts that a demo left in its folder. */
  static SortedSet<String> alerts(Path file) throws IOException {
    return described(
        Files.readAllLines(file).stream()
            .map(line -> Alert.of(line.getBytes(StandardCharsets.UTF_8)))
            .filter(alert -> alert.status() == Alert.Status.SETTLED)
            .toList());
  }

  private static SortedSet<String> described(List<Alert> alerts) {
    SortedSet<String> described = new TreeSet<>();
    for (Alert alert : alerts) {
      described.add(
          alert.title()
              + " "
              + alert.id()
              + " "
              + alert.group()
              + " "
              + new TreeSet<>(alert.evidence().stream().map(Evidence::recordId).toList()));
    }
    return described;
  }
}
