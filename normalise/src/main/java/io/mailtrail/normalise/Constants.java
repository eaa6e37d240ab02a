package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Values that several parts write. */
final class Constants {
  static final byte[] TRUE = "true".getBytes(US_ASCII);
  static final byte[] FALSE = "false".getBytes(US_ASCII);

  private Constants() {}
}
