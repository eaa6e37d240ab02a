package io.mailtrail.model;

import java.util.Locale;
import java.util.Optional;

/**
 * Who used a mailbox, as an administrator asks it when searching for non-owner access. "All
 * non-owners" is everybody but {@link #OWNER}; "external users" is {@link #DATACENTRE}.
 */
public enum AccessType {
  /** The person whose mailbox it is. */
  OWNER("owner"),
  /** Somebody with permissions on the mailbox, an administrator with Full Access included. */
  DELEGATE("delegate"),
  /** An administrator of the organisation, or of a partner that administers it. */
  ADMINISTRATOR("administrator"),
  /** An administrator or a service of Microsoft. */
  DATACENTRE("datacentre"),
  /** An application in its own name. */
  APPLICATION("application");

  private final String wireName;

  AccessType(String wireName) {
    this.wireName = wireName;
  }

  /** The value of {@code mailtrail.mailbox.access_type}. */
  public String wireName() {
    return wireName;
  }

  /**
   * Who used the mailbox, by what its record says, wherever the record came from. Empty only where
   * a record says neither as what somebody was logged on, nor who, nor whose mailbox it is.
   *
   * <p>The logon type says it but for two things: an application in its own name and Microsoft's
   * people are told by the kind of user, and by access from outside the organisation where an
   * administrator logged on. An administrator with Full Access logs on as a delegate and so counts
   * as one. Where the record has no logon type that tells, somebody who is not the owner used a
   * permission.
   *
   * @param userType {@code UserType}, the number or the name; null without one
   * @param logon empty where the record has none that can be read
   * @param actor who did it, relative to the owner
   * @param outside the record says that the access came from outside the organisation
   */
  public static Optional<AccessType> of(
      String userType, Optional<LogonType> logon, Actor actor, boolean outside) {
    Optional<AccessType> byUser = ofUserType(userType);
    if (byUser.isPresent()) {
      return byUser;
    }
    return switch (logon.orElse(LogonType.BEST_ACCESS)) {
      case OWNER -> Optional.of(OWNER);
      case DELEGATE -> Optional.of(DELEGATE);
      case ADMIN -> Optional.of(outside ? DATACENTRE : ADMINISTRATOR);
      case DELEGATED_ADMIN -> Optional.of(ADMINISTRATOR);
      case TRANSPORT, SYSTEM_SERVICE -> Optional.of(DATACENTRE);
      case BEST_ACCESS ->
          switch (actor) {
            case OWNER -> Optional.of(OWNER);
            case SOMEBODY_ELSE -> Optional.of(DELEGATE);
            case UNKNOWN -> Optional.empty();
          };
    };
  }

  private static Optional<AccessType> ofUserType(String sent) {
    if (sent == null) {
      return Optional.empty();
    }
    return switch (sent.strip().toLowerCase(Locale.ROOT)) {
      case "3", "dcadmin" -> Optional.of(DATACENTRE);
      case "5", "application", "6", "serviceprincipal" -> Optional.of(APPLICATION);
      default -> Optional.empty();
    };
  }

  /** Who did it, relative to whose mailbox it is. */
  public enum Actor {
    OWNER,
    SOMEBODY_ELSE,
    /** The record does not say who, or whose mailbox. */
    UNKNOWN
  }
}
