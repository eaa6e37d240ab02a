package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A mail address found in text such as {@code smtp:x@y.z}, {@code "Name" [SMTP:x@y.z]}, {@code
 * x@y.z;a@b.c} or the JSON of a rule's actions. Both parts in lower case; the domain of a guest is
 * the one at home.
 */
record MailAddress(byte[] address, byte[] domain) {
  private static final int MAX_ADDRESSES = 200;
  private static final int MAX_LOCAL = 128;
  private static final int MAX_DOMAIN = 255;
  private static final String NOT_IN_LOCAL = "<>()[]{}\"',;:|\\/@= \t\r\n";

  /** Every address in a text, in order; linear in its length. */
  static List<MailAddress> in(String text) {
    List<MailAddress> found = new ArrayList<>(1);
    int from = 0;
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int begin = at;
      while (begin > from
          && at - begin <= MAX_LOCAL
          && NOT_IN_LOCAL.indexOf(text.charAt(begin - 1)) < 0) {
        begin--;
      }
      int end = at + 1;
      while (end < text.length() && end - at <= MAX_DOMAIN && isInDomain(text.charAt(end))) {
        end++;
      }
      while (end > at && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
        end--;
      }
      if (begin < at && text.substring(at + 1, Math.max(at + 1, end)).indexOf('.') > 0) {
        String address = text.substring(begin, end).toLowerCase(Locale.ROOT);
        found.add(new MailAddress(address.getBytes(UTF_8), domain(address).getBytes(UTF_8)));
        from = end;
        if (found.size() == MAX_ADDRESSES) {
          break;
        }
      }
    }
    return List.copyOf(found);
  }

  /** A guest's name in the tenant holds the address at home: {@code ann_home.org#EXT#@tenant}. */
  private static String domain(String address) {
    int guest = address.indexOf("#ext#@");
    int home = guest < 0 ? -1 : address.lastIndexOf('_', guest);
    return home < 0
        ? address.substring(address.lastIndexOf('@') + 1)
        : address.substring(home + 1, guest);
  }

  private static boolean isInDomain(char c) {
    return c == '.' || c == '-' || Character.isLetterOrDigit(c);
  }
}
