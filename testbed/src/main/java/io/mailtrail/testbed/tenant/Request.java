package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as the handlers see it.
 *
 * @param line method and target as they came
 * @param query names without regard to case, as the real service takes them
 * @param bearer the access token, or null
 */
record Request(
    String method,
    String line,
    String path,
    Map<String, String> query,
    String bearer,
    boolean acceptsGzip,
    byte[] body) {

  /**
   * @param target path and query, as in the request's first line
   * @param headers names without regard to case
   */
  static Request of(String method, String target, Map<String, String> headers, byte[] body) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    return new Request(
        method,
        method + " " + target,
        decoded(path.replace("+", "%2B")),
        parameters(question < 0 ? null : target.substring(question + 1)),
        bearer(headers.get("Authorization")),
        headers.getOrDefault("Accept-Encoding", "").toLowerCase(Locale.ROOT).contains("gzip"),
        body);
  }

  /** The parameters of a form in the body. */
  Map<String, String> form() {
    return parameters(new String(body, UTF_8));
  }

  /** What is asked for, whoever asks: equal for a request that is made again. */
  String target() {
    Map<String, String> asked = new TreeMap<>(query);
    asked.keySet().removeIf(name -> name.equalsIgnoreCase("PublisherIdentifier"));
    return method + " " + path + " " + asked;
  }

  private static String bearer(String authorization) {
    boolean isBearer =
        authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    return isBearer ? authorization.substring(7).strip() : null;
  }

  static Map<String, String> parameters(String text) {
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (text == null || text.isEmpty()) {
      return parameters;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.put(decoded(name), decoded(value));
    }
    return parameters;
  }

  /** As it stands where it is not percent-encoded properly. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
