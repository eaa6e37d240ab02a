package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ProxiesTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final URI API = URI.create("https://manage.office.com");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HTTPS_PROXY", "http://corporate:3128", "NO_PROXY", "internal.example, .office365.us");

  /** The proxy answers itself: the hosts exist nowhere. */
  @Test
  void signingInAndAskingBothGoThroughTheProxyOfTheSetting() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          String answer =
              exchange.getRequestURI().getPath().endsWith("/token")
                  ? "{\"access_token\":\"t\",\"expires_in\":3599}"
                  : "[]";
          byte[] body = answer.getBytes(UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    proxy.start();
    try {
      TenantConfig tenant =
          new TenantConfig(
              "t",
              ID,
              ID,
              new Secret("s"),
              URI.create("http://login.invalid"),
              URI.create("http://api.invalid"),
              ID,
              List.of(ContentType.EXCHANGE));
      URI address = URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());
      ActivityApi api =
          ActivityApis.http(Retries.DEFAULT, Duration.ofSeconds(10), Optional.of(address))
              .connect(tenant, Clock.systemUTC(), Permits.unlimited());
      assertThat(api.enabledSubscriptions()).isInstanceOf(Outcome.Answer.class);
      assertThat(seen).hasSize(2);
      assertThat(seen.get(0)).startsWith("POST http://login.invalid/" + ID);
      assertThat(seen.get(1)).startsWith("GET http://api.invalid/api/v1.0/" + ID);
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void theSettingComesFirstThenTheJvmThenTheEnvironment() throws IOException {
    assertThat(port(Optional.of(URI.create("http://set:8888")), API, Map.of())).isEqualTo(8888);
    assertThat(port(Optional.empty(), API, Map.of())).isEqualTo(3128);
    assertThat(
            Proxies.choose(
                Optional.empty(), API, Map.of("https.proxyHost", "jvm")::get, ENVIRONMENT))
        .isSameAs(ProxySelector.getDefault());
  }

  @Test
  void theEnvironmentsExceptionsAndLoopbackGoStraight() {
    for (String direct :
        List.of("https://internal.example", "https://manage.office365.us", "http://127.0.0.1:9")) {
      assertThat(Proxies.choose(Optional.empty(), URI.create(direct), name -> null, ENVIRONMENT))
          .as(direct)
          .isSameAs(ProxySelector.getDefault());
    }
  }

  private static int port(Optional<URI> setting, URI target, Map<String, String> properties) {
    Proxy proxy =
        Proxies.choose(setting, target, properties::get, ENVIRONMENT).select(target).get(0);
    return ((InetSocketAddress) proxy.address()).getPort();
  }
}
