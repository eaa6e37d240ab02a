package io.mailtrail.testbed.server;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What the user asked for: a system property, else the environment variable of the same name. */
final class Ask {
  static final String SERVERS = "mailtrail.servers";
  static final String HOME = "mailtrail.home";
  static final String OPENSEARCH_VERSION = "mailtrail.opensearch.version";
  static final String TEST_SERVERS = "mailtrail.test.servers";

  private Ask() {}

  static Optional<String> value(String property) {
    return value(property, System.getProperties(), System.getenv());
  }

  static Optional<String> value(
      String property, Properties properties, Map<String, String> environment) {
    String value = properties.getProperty(property);
    if (value == null || value.isBlank()) {
      value = environment.get(variable(property));
    }
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** {@code mailtrail.test.servers} is {@code MAILTRAIL_TEST_SERVERS} in the environment. */
  static String variable(String property) {
    return property.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
