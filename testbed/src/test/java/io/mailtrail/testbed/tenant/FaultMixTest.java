package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

final class FaultMixTest {
  private static final Duration SLACK = Duration.ofMinutes(11);

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void whatAClientGetsAndWhatItIsRefusedIsTheTruth(@ForAll long seed) throws Exception {
    assertTruth(seed, 8, Faults.mix(seed));
  }

  @Test
  void allMixableFaultsTogetherHappenAndTheTruthStillHolds() throws Exception {
    Faults all = Faults.none().withSeed(5).withMostInARow(2);
    Set<Fault> mixable = EnumSet.allOf(Fault.class);
    mixable.removeIf(fault -> !fault.isMixable());
    for (Fault fault : mixable) {
      all = all.with(fault, 0.09);
    }
    Map<Fault, Long> happened = assertTruth(17, 16, all);

    assertThat(happened.keySet()).containsExactlyInAnyOrderElementsOf(mixable);
  }

  private static Map<Fault, Long> assertTruth(long seed, int blobs, Faults faults)
      throws Exception {
    ScriptedTenant tenant =
        ScriptedTenant.of(
            ScriptedPlan.of(seed).withBlobs(blobs, 12).withPageSize(2).withRepeatedPerMille(100));
    Instant now = TenantPlan.DEFAULT_ANCHOR.plus(SLACK);
    VirtualClock clock = VirtualClock.standingAt(now);
    try (TenantServer server = TenantServer.at(clock).tenant(tenant, faults).start()) {
      FaultyCollector collector = new FaultyCollector(server.uri(), tenant);
      collector.collect(now);
      // What is late comes within three days, and what is left out then is there the next time.
      for (int round = 0; round < 6; round++) {
        clock.advance(Duration.ofHours(20));
        collector.collect(clock.instant());
      }
      FeedTruth truth = server.truth(tenant.tenantId());
      Set<String> both = new HashSet<>(collector.published);
      both.retainAll(truth.unobtainable());

      assertThat(truth.allListed()).isBefore(clock.instant());
      assertThat(truth.available()).isEqualTo(ids(tenant));
      assertThat(collector.published).as("%s", faults).isEqualTo(truth.obtainable());
      assertThat(collector.named).as("%s", faults).isEqualTo(truth.unobtainableBlobs());
      assertThat(both).isEmpty();
      assertThat(server.strays()).isEmpty();
      collector.bodies.forEach(
          (id, body) -> assertThat(body).isEqualTo(tenant.blob(id).orElseThrow().json()));
      return server.happened(tenant.tenantId());
    }
  }

  private static Set<String> ids(FeedTenant tenant) {
    Set<String> ids = new HashSet<>();
    tenant.allBlobs().forEach(blob -> ids.addAll(blob.recordIds()));
    return ids;
  }

  @Test
  void theSameSeedMisbehavesTheSameWay() throws Exception {
    ScriptedTenant tenant = ScriptedTenant.of(ScriptedPlan.of(3).withBlobs(6, 5));

    assertThat(trace(tenant, Faults.mix(4))).isEqualTo(trace(tenant, Faults.mix(4)));
    assertThat(trace(tenant, Faults.mix(4))).isNotEqualTo(trace(tenant, Faults.mix(6)));
  }

  private static Object trace(ScriptedTenant tenant, Faults faults) throws Exception {
    Instant now = TenantPlan.DEFAULT_ANCHOR;
    try (TenantServer server =
        TenantServer.at(VirtualClock.standingAt(now)).tenant(tenant, faults).start()) {
      FaultyCollector collector = new FaultyCollector(server.uri(), tenant);
      collector.collect(now);
      return server.served().stream()
          .filter(it -> !it.path().endsWith("token"))
          .map(it -> it.path() + it.query().get("startTime") + it.status() + it.faults())
          .toList();
    }
  }

  @Test
  void aMixIsAnySubsetAndNeverOneThatStopsTheTenant() {
    Set<Fault> seen = EnumSet.noneOf(Fault.class);
    int harmless = 0;
    for (long seed = 0; seed < 200; seed++) {
      Faults mix = Faults.mix(seed);
      assertThat(mix).isEqualTo(Faults.mix(seed));
      assertThat(mix.rates().keySet()).allMatch(Fault::isMixable);
      seen.addAll(mix.rates().keySet());
      harmless += mix.rates().keySet().stream().noneMatch(Fault::costsRecords) ? 1 : 0;
    }
    Set<Fault> mixable = EnumSet.allOf(Fault.class);
    mixable.removeIf(fault -> !fault.isMixable());

    assertThat(seen).isEqualTo(mixable);
    assertThat(harmless).isBetween(5, 100);
  }
}
