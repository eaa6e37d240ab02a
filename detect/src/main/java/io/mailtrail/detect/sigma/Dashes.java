package io.mailtrail.detect.sigma;

import java.util.ArrayList;
import java.util.List;

/** The {@code windash} modifier: every spelling of the dashes that begin a word. */
final class Dashes {
  private static final String DASHES = "-/\u2013\u2014\u2015";
  private static final int MAX_VARIANTS = 3_125;

  private Dashes() {}

  static List<SigmaText> variants(SigmaText text, String where) {
    List<SigmaText> variants = List.of(text);
    for (int i = 0; i < text.chars().length(); i++) {
      if (!beginsWord(text, i)) {
        continue;
      }
      if (variants.size() * DASHES.length() > MAX_VARIANTS) {
        throw new RuleException(where, "windash on more than five dashes is not supported");
      }
      List<SigmaText> more = new ArrayList<>();
      for (SigmaText variant : variants) {
        for (int d = 0; d < DASHES.length(); d++) {
          more.add(variant.replaced(i, DASHES.charAt(d)));
        }
      }
      variants = more;
    }
    return variants;
  }

  private static boolean beginsWord(SigmaText text, int i) {
    String chars = text.chars();
    return DASHES.indexOf(chars.charAt(i)) >= 0
        && (i == 0 || !isWord(chars.charAt(i - 1)))
        && i + 1 < chars.length()
        && isWord(chars.charAt(i + 1))
        && !text.isWild(i + 1);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
