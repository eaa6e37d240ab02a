package io.mailtrail.testbed.server;

import java.util.Locale;
import java.util.UUID;

/** Names that no other test has. */
final class UniqueName {
  private UniqueName() {}

  /** Lower case throughout, as OpenSearch wants the names of indices. */
  static String from(String beginning) {
    String random = UUID.randomUUID().toString();
    return beginning.toLowerCase(Locale.ROOT) + "-" + random.substring(0, 8);
  }
}
