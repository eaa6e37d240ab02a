package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who a user's name as sent is. The same person in another letter case or notation gives the same
 * identity. Each part is lower case, but for the display name; null where the text does not tell.
 */
record Identity(byte[] name, byte[] email, byte[] domain, byte[] id, byte[] fullName) {
  static final Identity NOBODY = new Identity(null, null, null, null, null);

  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");
  private static final Pattern SID = Pattern.compile("S-1-[0-9-]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern PUID = Pattern.compile("[0-9a-fA-F]{16}");
  private static final int PUID_CHARS = 16;
  private static final String SERVICE_PRINCIPAL = "ServicePrincipal_";
  private static final String USER = "User_";

  /** Longer text is no name; it is cut before it is looked at. */
  private static final int MAX_CHARS = 1_000;

  boolean isNobody() {
    return name == null && email == null && id == null;
  }

  /** The account of who has no address: {@code nt authority\system}; null where there is none. */
  byte[] account() {
    if (name == null || domain == null) {
      return name;
    }
    byte[] account = Arrays.copyOf(domain, domain.length + 1 + name.length);
    account[domain.length] = '\\';
    System.arraycopy(name, 0, account, domain.length + 1, name.length);
    return account;
  }

  static Identity of(String sent) {
    String text = plain(sent.length() > MAX_CHARS ? sent.substring(0, MAX_CHARS) : sent);
    if (text.isEmpty()
        || text.equalsIgnoreCase("Not Available")
        || text.equalsIgnoreCase("Unknown")) {
      return NOBODY;
    }
    if (GUID.matcher(text).matches()
        || SID.matcher(text).matches()
        || PUID.matcher(text).matches()) {
      return new Identity(null, null, null, lower(text), null);
    }
    for (String prefix : new String[] {SERVICE_PRINCIPAL, USER}) {
      if (text.startsWith(prefix)) {
        byte[] id = lower(text.substring(prefix.length()));
        return new Identity(prefix.equals(USER) ? null : lower(text), null, null, id, null);
      }
    }
    int at = text.lastIndexOf('@');
    if (at > 0 && isDomain(text.substring(at + 1)) && text.indexOf(' ') < 0) {
      return new Identity(
          lower(text.substring(0, at)), lower(text), lower(text.substring(at + 1)), null, null);
    }
    return named(text);
  }

  /** {@code DOMAIN\name}, {@code NT AUTHORITY\SYSTEM (process)}, a directory name, a plain name. */
  private static Identity named(String text) {
    String process = null;
    String account = text;
    int open = text.indexOf(" (");
    if (open > 0 && text.endsWith(")")) {
      account = text.substring(0, open);
      process = text;
    }
    int slash = account.indexOf('\\');
    if (slash > 0 && slash < account.length() - 1) {
      return new Identity(
          lower(account.substring(slash + 1)),
          null,
          lower(account.substring(0, slash)),
          null,
          bytes(process));
    }
    int common = account.toLowerCase(Locale.ROOT).lastIndexOf("cn=");
    if (account.startsWith("/") && common >= 0) {
      return new Identity(lower(account.substring(common + 3)), null, null, null, null);
    }
    return new Identity(lower(text), null, null, null, text.indexOf(' ') > 0 ? bytes(text) : null);
  }

  /** Without the wrappings of claims (i:0h.f|membership|…), guests' URNs and mail address types. */
  private static String plain(String sent) {
    String text = sent.strip();
    int bar = text.lastIndexOf('|');
    if (bar >= 0 && text.indexOf(':') >= 0 && text.indexOf(':') < bar) {
      text = text.substring(bar + 1);
    }
    int hash = text.indexOf('#');
    if (text.regionMatches(true, 0, "urn:spo:", 0, 8) && hash >= 0) {
      text = text.substring(hash + 1);
    }
    if (text.regionMatches(true, 0, "smtp:", 0, 5)) {
      text = text.substring(5);
    }
    // A user's key is often the PUID with a domain.
    if (text.length() > PUID_CHARS
        && text.charAt(PUID_CHARS) == '@'
        && PUID.matcher(text.substring(0, PUID_CHARS)).matches()) {
      text = text.substring(0, PUID_CHARS);
    }
    return text.strip();
  }

  private static boolean isDomain(String text) {
    int dot = text.indexOf('.');
    return dot > 0 && !text.endsWith(".") && text.indexOf('/') < 0 && text.indexOf('\\') < 0;
  }

  private static byte[] lower(String text) {
    String lower = text.toLowerCase(Locale.ROOT).strip();
    return lower.isEmpty() ? null : lower.getBytes(UTF_8);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }
}
