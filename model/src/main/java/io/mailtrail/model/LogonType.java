package io.mailtrail.model;

import java.util.List;
import java.util.Optional;

/**
 * As whom somebody was logged on to a mailbox: {@code LogonType} of mailbox audit records, which
 * come with the number or with a name.
 */
public enum LogonType {
  OWNER("owner"),
  ADMIN("admin"),
  DELEGATE("delegate"),
  TRANSPORT("transport"),
  SYSTEM_SERVICE("system_service"),
  BEST_ACCESS("best_access"),
  DELEGATED_ADMIN("delegated_admin");

  private static final LogonType[] BY_NUMBER = values();

  private final String wireName;

  LogonType(String wireName) {
    this.wireName = wireName;
  }

  /** The value of {@code mailtrail.mailbox.logon_type}. */
  public String wireName() {
    return wireName;
  }

  /** Microsoft's number for it. */
  public int number() {
    return List.of(BY_NUMBER).indexOf(this);
  }

  /** The logon type of Microsoft's number (its ordinal) or name, in any letter case. */
  public static Optional<LogonType> of(String text) {
    String plain = text.strip();
    if (plain.length() == 1 && plain.charAt(0) >= '0' && plain.charAt(0) < '0' + BY_NUMBER.length) {
      return Optional.of(BY_NUMBER[plain.charAt(0) - '0']);
    }
    if (plain.equalsIgnoreCase("Delegated")) {
      return Optional.of(DELEGATE);
    }
    for (LogonType type : BY_NUMBER) {
      if (type.wireName.replace("_", "").equalsIgnoreCase(plain)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
