package io.mailtrail.coverage;

import io.mailtrail.model.LogonType;
import java.util.Objects;
import java.util.Optional;

/**
 * Which action, by whom, in which mailbox.
 *
 * @param action as in {@code Operation}, in any letter case
 * @param logon owner, delegate or admin
 * @param actor who is asked about, where it is not the owner; a bypass association would exempt
 *     them
 * @param nameless whose records cannot be told from those of others, because they are known by
 *     nothing that records hold: then it says nothing that none were found
 */
public record Question(
    Mailbox mailbox,
    String action,
    LogonType logon,
    Optional<Mailbox> actor,
    Optional<Mailbox> nameless) {
  public Question {
    Objects.requireNonNull(mailbox, "mailbox");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(nameless, "nameless");
    if (logon != LogonType.OWNER && logon != LogonType.DELEGATE && logon != LogonType.ADMIN) {
      throw new IllegalArgumentException("settings know owners, delegates and administrators");
    }
  }

  /** Records call a mailbox by its address or GUID, and people by their address. */
  public Question(Mailbox mailbox, String action, LogonType logon, Optional<Mailbox> actor) {
    this(
        mailbox,
        action,
        logon,
        actor,
        mailbox.addresses().isEmpty() && mailbox.guids().isEmpty()
            ? Optional.of(mailbox)
            : actor.filter(who -> who.addresses().isEmpty()));
  }

  public Question(Mailbox mailbox, String action, LogonType logon) {
    this(mailbox, action, logon, Optional.empty());
  }
}
