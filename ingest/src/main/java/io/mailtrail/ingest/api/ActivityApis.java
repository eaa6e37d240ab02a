package io.mailtrail.ingest.api;

import io.mailtrail.ingest.TenantConfig;
import java.io.Serializable;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** How a job reaches the API of its tenants: travels to the cluster, so it must be serializable. */
@FunctionalInterface
public interface ActivityApis extends Serializable {
  /**
   * Makes the client of one tenant; without I/O.
   *
   * @param permits asked before every request to the feed
   */
  ActivityApi connect(TenantConfig tenant, Clock clock, Permits permits);

  /** The real API: MSAL for a login address with TLS, a plain sign-in for one on loopback. */
  static ActivityApis http(Retries retries, Duration patience) {
    return http(retries, patience, Optional.empty());
  }

  /**
   * @param proxy where requests go through; empty: as the JVM or the environment has it
   */
  static ActivityApis http(Retries retries, Duration patience, Optional<URI> proxy) {
    URI through = proxy.orElse(null);
    return (tenant, clock, permits) -> {
      HttpClient client = client(tenant.apiUrl(), through);
      HttpClient login = client(tenant.loginUrl(), through);
      TokenProvider tokens =
          tenant.loginUrl().getScheme().equals("https")
              ? new MsalTokens(tenant, new MsalHttp(login, patience))
              : new HttpTokens(tenant, login);
      return new HttpActivityApi(tenant, tokens, client, clock, permits, retries, patience);
    };
  }

  private static HttpClient client(URI target, URI proxy) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(20))
        .proxy(
            Proxies.choose(
                Optional.ofNullable(proxy), target, System::getProperty, System.getenv()))
        .build();
  }
}
