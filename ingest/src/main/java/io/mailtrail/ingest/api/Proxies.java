package io.mailtrail.ingest.api;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Which way requests go out: by the setting; else as the JVM's properties say ({@code
 * https.proxyHost}); else as the environment does ({@code HTTPS_PROXY}, {@code NO_PROXY}).
 */
final class Proxies {
  private static final int DEFAULT_PORT = 8080;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private Proxies() {}

  /**
   * @param target where requests go to
   * @param property reads a property of the JVM, null where it is not set
   */
  static ProxySelector choose(
      Optional<URI> setting,
      URI target,
      UnaryOperator<String> property,
      Map<String, String> environment) {
    if (setting.isPresent()) {
      return selector(setting.get());
    }
    boolean fromJvm =
        property.apply("https.proxyHost") != null
            || property.apply("http.proxyHost") != null
            || property.apply("socksProxyHost") != null
            || "true".equals(property.apply("java.net.useSystemProxies"));
    if (fromJvm
        || LOOPBACK.contains(target.getHost())
        || isExcepted(target.getHost(), variable(environment, "NO_PROXY"))) {
      return ProxySelector.getDefault();
    }
    String named =
        variable(environment, target.getScheme().equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY");
    return parse(named).map(Proxies::selector).orElseGet(ProxySelector::getDefault);
  }

  private static ProxySelector selector(URI proxy) {
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    return ProxySelector.of(new InetSocketAddress(proxy.getHost(), port));
  }

  /** With a scheme or without, as the variable is written both ways. */
  private static Optional<URI> parse(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(text.contains("://") ? text.strip() : "http://" + text.strip());
      return uri.getHost() == null ? Optional.empty() : Optional.of(uri);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isExcepted(String host, String exceptions) {
    for (String exception : exceptions.split(",", -1)) {
      String name = exception.strip().toLowerCase(Locale.ROOT);
      String suffix = name.startsWith(".") ? name : "." + name;
      if (name.equals("*")
          || (!name.isEmpty()
              && (host.equalsIgnoreCase(name) || host.toLowerCase(Locale.ROOT).endsWith(suffix)))) {
        return true;
      }
    }
    return false;
  }

  private static String variable(Map<String, String> environment, String name) {
    String lower = environment.get(name.toLowerCase(Locale.ROOT));
    return lower != null ? lower : environment.getOrDefault(name, "");
  }
}
