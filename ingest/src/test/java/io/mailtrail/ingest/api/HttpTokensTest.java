package io.mailtrail.ingest.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.Credential;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Secret;
import io.mailtrail.testbed.tenant.ScriptedTenant;
import io.mailtrail.testbed.tenant.TenantServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing in to the simulated tenant. */
class HttpTokensTest {
  @Test
  void aSecretThatIsPutRightInItsFileIsTakenUpWithoutARestart(@TempDir Path folder)
      throws Exception {
    ScriptedTenant simulated = ScriptedTenant.of(1);
    Path file = Files.writeString(folder.resolve("secret"), "expired");
    try (TenantServer server = TenantServer.start(simulated, Clock.systemUTC())) {
      TenantConfig tenant =
          new TenantConfig(
                  "t",
                  simulated.tenantId(),
                  simulated.clientId(),
                  new Secret(""),
                  server.uri(),
                  server.uri(),
                  simulated.tenantId(),
                  List.of(ContentType.EXCHANGE))
              .withCredential(new Credential.SecretFile(file.toString()));
      ActivityApi api =
          ActivityApis.http(Retries.DEFAULT, Duration.ofSeconds(10))
              .connect(tenant, Clock.systemUTC(), Permits.unlimited());
      Outcome<List<String>> refused = api.enabledSubscriptions();
      assertThat(refused).isInstanceOf(Outcome.Refused.class);
      assertThat(((Outcome.Refused<List<String>>) refused).refusal().remedy())
          .isEqualTo(Remedy.STOP_TENANT);
      Files.writeString(file, simulated.clientSecret() + "\n");
      assertThat(api.enabledSubscriptions()).isInstanceOf(Outcome.Answer.class);
    }
  }
}
