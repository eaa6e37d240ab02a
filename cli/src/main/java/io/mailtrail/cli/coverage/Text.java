package io.mailtrail.cli.coverage;

/** Text of others on its way to a terminal. */
final class Text {
  private Text() {}

  /** Without what would move the cursor, ring or turn the direction. */
  static String visible(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\ufffd");
  }
}
