package io.mailtrail.coverage;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** One name of a mailbox or account, in a form in which it can be compared. */
record Name(Kind kind, String text) {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}");

  /** What a name looks like tells what it is. */
  enum Kind {
    ADDRESS,
    GUID,
    /** {@code /o=.../cn=...} */
    LEGACY_DN,
    /** {@code cn=...,ou=...} */
    DN,
    /** {@code forest/container/.../name}, as cmdlets name their object. */
    PATH,
    /** A name, an alias or a display name. */
    PLAIN
  }

  /** Reads a name as sent. */
  static Name of(String sent) {
    String text = sent.strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("smtp:")) {
      text = text.substring("smtp:".length());
    }
    if (GUID.matcher(text).matches()) {
      return new Name(Kind.GUID, text);
    }
    if (text.startsWith("/o=")) {
      return new Name(Kind.LEGACY_DN, text);
    }
    if (text.startsWith("cn=")) {
      return leaf(text, Kind.DN);
    }
    int slash = text.indexOf('/');
    if (slash > 0 && text.lastIndexOf('.', slash) > 0 && slash < text.length() - 1) {
      return leaf(text, Kind.PATH);
    }
    int at = text.indexOf('@');
    boolean isAddress = at > 0 && at < text.length() - 1 && text.indexOf(' ') < 0;
    return new Name(isAddress ? Kind.ADDRESS : Kind.PLAIN, text);
  }

  private static Name leaf(String text, Kind kind) {
    Name name = new Name(kind, text);
    String leaf = name.plain().orElse("");
    return GUID.matcher(leaf).matches() ? new Name(Kind.GUID, leaf) : name;
  }

  /** Whether nobody else in the organisation can have it, and every source writes it alike. */
  boolean isUnique() {
    return kind == Kind.ADDRESS || kind == Kind.GUID || kind == Kind.LEGACY_DN;
  }

  /** What it says to somebody who only knows a name: others may be called the same. */
  Optional<String> plain() {
    return switch (kind) {
      case PLAIN -> Optional.of(text);
      case ADDRESS -> Optional.of(text.substring(0, text.indexOf('@')));
      case DN -> Optional.of(common(text));
      case PATH -> Optional.of(text.substring(text.lastIndexOf('/') + 1));
      case GUID, LEGACY_DN -> Optional.empty();
    };
  }

  /** The first part of a distinguished name, where a comma of the name itself is escaped. */
  private static String common(String dn) {
    StringBuilder common = new StringBuilder();
    for (int i = "cn=".length(); i < dn.length() && dn.charAt(i) != ','; i++) {
      if (dn.charAt(i) == '\\' && i + 1 < dn.length()) {
        i++;
      }
      common.append(dn.charAt(i));
    }
    return common.toString();
  }
}
