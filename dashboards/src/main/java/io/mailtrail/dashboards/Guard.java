package io.mailtrail.dashboards;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every request must pass and every answer carries. The console changes nothing, so it takes
 * nothing but GET; and it answers only to its own names, so that a page of somebody else's cannot
 * read it by pointing a name of theirs at this address (DNS rebinding).
 */
final class Guard {
  /** Everything from here, nothing inline; no frames, no plug-ins, no forms to elsewhere. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
          + " object-src 'none'";

  private final Set<String> names;

  /**
   * @param names host names, without port; IPv6 addresses in brackets
   */
  Guard(List<String> names) {
    this.names = new TreeSet<>();
    names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
  }

  /** A reason to refuse a request, with the status to answer. */
  record Refusal(int status, String title, String sentence) {}

  Optional<Refusal> refusal(String method, String host) {
    if (!method.equals("GET")) {
      return Optional.of(
          new Refusal(405, "Only reading", "The console changes nothing: it takes only GET."));
    }
    if (host == null || !names.contains(name(host))) {
      return Optional.of(
          new Refusal(
              421,
              "Not this host",
              "The console does not answer to this host name; listen.names says to which it does."));
    }
    return Optional.empty();
  }

  /** The host name of a Host header: without the port. */
  private static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return (end <= 0 ? host : host.substring(0, end)).toLowerCase(Locale.ROOT);
  }

  static void addHeaders(Context context) {
    context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    // The pages show people's mail: they are not for disks.
    context.header("Cache-Control", "no-store");
  }
}
