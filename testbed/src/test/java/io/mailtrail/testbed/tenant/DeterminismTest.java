package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeterminismTest {
  private static final TenantPlan SMALL = TenantPlan.of(42).withUsers(60).withDays(15);

  /** Changes with whatever the tenant holds: look at what changed, then write the new one here. */
  private static final String DIGEST =
      "460a27af46f7ca35b536f751fc131130888a9a9512b78a0dde2578a603d3c755";

  @TempDir Path folder;

  @Test
  void theTenantIsTheOneThatEverybodyKnows() throws Exception {
    assertThat(digest(SimulatedTenant.of(SMALL), folder)).isEqualTo(DIGEST);
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws Exception {
    TenantPlan other =
        new TenantPlan(43, SMALL.anchor(), SMALL.users(), SMALL.days(), SMALL.domain(), false);
    String once = digest(SimulatedTenant.of(SMALL), folder);

    assertThat(digest(SimulatedTenant.of(SMALL), folder)).isEqualTo(once);
    assertThat(digest(SimulatedTenant.of(other), folder)).isNotEqualTo(once);
  }

  /**
   * Two runs in one JVM agree where two JVMs would not, for instance on the order of a hash set; so
   * another one, with other threads and no compiler, makes the tenant as well.
   */
  @Test
  void theSameSeedGivesTheSameBytesInAnotherJvm() throws Exception {
    Path said = folder.resolve("said");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:ActiveProcessorCount=1",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DeterminismTest.class.getName(),
                Files.createDirectory(folder.resolve("other")).toString())
            .redirectOutput(said.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      String here = digest(SimulatedTenant.of(SMALL), folder);

      assertThat(other.waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(Files.readString(said).strip()).endsWith(here);
    } finally {
      other.destroy();
    }
  }

  /** Says the digest of the tenant, as the other JVM. */
  public static void main(String[] folder) throws Exception {
    System.out.println(digest(SimulatedTenant.of(SMALL), Path.of(folder[0])));
  }

  private static String digest(SimulatedTenant tenant, Path folder) throws Exception {
    MessageDigest digest = Digests.newSha256();
    for (ContentBlob blob : tenant.allBlobs()) {
      digest.update((blob.contentId() + " " + blob.created()).getBytes(StandardCharsets.UTF_8));
      digest.update(blob.json());
    }
    Path csv = folder.resolve("export.csv");
    Path truth = folder.resolve("truth.json");
    tenant.writePurviewCsv(csv);
    tenant.writeTruth(truth);
    digest.update(Files.readAllBytes(csv));
    digest.update(Files.readAllBytes(truth));
    Instant anchor = tenant.plan().anchor();
    for (TenantRecord live : tenant.activityBetween(anchor, anchor.plus(Duration.ofHours(2)))) {
      digest.update(live.json());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
