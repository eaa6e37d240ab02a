package io.mailtrail.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Digests;
import java.util.Locale;

/** Bounds and forms of what facts carry, since every fact rests in state. */
final class Texts {
  static final int MAX_SENTENCE_CHARS = 1_000;
  private static final int MAX_VALUE_CHARS = 300;

  private Texts() {}

  static String bounded(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars - 3) + "...";
  }

  /**
   * The form in which values are compared and counted: lower case, without our separator, and with
   * a digest in place of the end where it is too long.
   */
  static String comparable(String value) {
    String folded = value.toLowerCase(Locale.ROOT).replace(Fact.SEPARATOR, " ");
    return folded.length() <= MAX_VALUE_CHARS
        ? folded
        : folded.substring(0, MAX_VALUE_CHARS / 2)
            + " sha256:"
            + Digests.sha256(folded.getBytes(UTF_8));
  }
}
