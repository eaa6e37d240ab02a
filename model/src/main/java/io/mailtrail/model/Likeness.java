package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What copies of one mailbox record have in common when they come from exports that give no id, and
 * so have different record ids: the same mailbox, operation, second, actor and items. Two records
 * of one likeness are probably one, but may be two: they are linked, never merged.
 */
public final class Likeness {
  private static final int KEY_CHARS = 32;

  /** A MAPI entry id in hexadecimal is longer; shorter hexadecimal may be anything. */
  private static final int MIN_HEX_CHARS = 32;

  private Likeness() {}

  /**
   * The key that such records share: 32 hexadecimal digits. Letter case counts nowhere.
   *
   * @param mailbox principal name of its owner, or its GUID where there is none
   * @param operation the operation
   * @param epochSecond when; a fraction is cut off, since only some sources give one
   * @param actor SID of who did it, or the user id where there is none; may be empty
   * @param items ids of the items concerned, in hexadecimal or Base64, in any order
   */
  public static String key(
      String mailbox, String operation, long epochSecond, String actor, Collection<String> items) {
    Objects.requireNonNull(mailbox, "mailbox");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(actor, "actor");
    TreeSet<String> ids = new TreeSet<>();
    items.forEach(item -> ids.add(plainId(item)));
    String text =
        String.join(
            "\n", lower(mailbox), lower(operation), Long.toString(epochSecond), lower(actor));
    return Digests.sha256((text + "\n" + String.join("\n", ids)).getBytes(UTF_8))
        .substring(0, KEY_CHARS);
  }

  /**
   * An item's id without its spelling. The mailbox log writes MAPI entry ids in hexadecimal; the
   * API wraps the same bytes in Base64, with their length before and the kind of item behind them.
   */
  static String plainId(String sent) {
    String text = sent.strip();
    if (text.length() >= MIN_HEX_CHARS && text.length() % 2 == 0 && isHex(text)) {
      return lower(text);
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      int length = bytes.length - 2;
      boolean wrapped = length > 0 && (bytes[0] & 0xff) == length;
      return wrapped
          ? HexFormat.of().formatHex(bytes, 1, 1 + length)
          : HexFormat.of().formatHex(bytes);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(HexFormat::isHexDigit);
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
