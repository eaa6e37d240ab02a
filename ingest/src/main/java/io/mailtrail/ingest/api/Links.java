package io.mailtrail.ingest.api;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Links that the server gives are followed only to the server's own origin. */
final class Links {
  private Links() {}

  /** The link, if it is one and points to the origin of the base address; else empty. */
  static Optional<URI> sameOrigin(URI base, String link) {
    try {
      URI uri = URI.create(link);
      boolean same =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && lower(uri.getScheme()).equals(lower(base.getScheme()))
              && lower(uri.getHost()).equals(lower(base.getHost()))
              && port(uri) == port(base);
      return same ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The link with one more query parameter, unless it carries that parameter. */
  static URI withParameter(URI link, String name, String value) {
    String query = link.getRawQuery();
    String marker = name.toLowerCase(Locale.ROOT) + "=";
    if (query != null && ("&" + query.toLowerCase(Locale.ROOT)).contains("&" + marker)) {
      return link;
    }
    String text = link.toString();
    int fragment = text.indexOf('#');
    String whole = fragment < 0 ? text : text.substring(0, fragment);
    return URI.create(whole + (query == null ? "?" : "&") + name + "=" + value);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return lower(uri.getScheme()).equals("http") ? 80 : 443;
  }

  private static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
