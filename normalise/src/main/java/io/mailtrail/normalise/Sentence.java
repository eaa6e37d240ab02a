package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailtrail.normalise.Phrase.Part;

/** Writes {@code message}: who did what to what from where. Long parts are shortened. */
final class Sentence implements Phrase.Filler {
  private static final int MAX_PART_BYTES = 160;
  private static final byte[] SOMEBODY = ascii("Somebody");
  private static final byte[] ELLIPSIS = {(byte) 0xE2, (byte) 0x80, (byte) 0xA6};
  private static final byte[] FAILED = ascii(" (failed)");
  private static final byte[] FROM = ascii(", from ");
  private static final byte[] ANONYMISER = ascii(", anonymiser ");
  private static final byte[] HOSTING = ascii(", hosted by ");
  private static final byte[] OWN_NETWORK = ascii(", own network ");
  private static final byte[] OWN_MAILBOX = ascii("their own mailbox");
  private static final byte[] MAILBOX_OF = ascii("the mailbox of ");
  private static final byte[] SOME_MAILBOX = ascii("a mailbox");
  private static final byte[] THAT = ascii(" that ");
  private static final byte[] AND = ascii(" and ");
  private static final byte[] FORWARDS = ascii("forwards to ");
  private static final byte[] REDIRECTS = ascii("redirects to ");
  private static final byte[] COPIES = ascii("copies to ");
  private static final byte[] MOVES = ascii("moves messages to ");
  private static final byte[] DELETES = ascii("deletes messages");
  private static final byte[] MARKS = ascii("marks messages as read");

  private static final int[] ITEMS = {
    Slot.FORM_NAME,
    Slot.INVESTIGATION_NAME,
    Slot.ITEM_NAME,
    Slot.CASE,
    Slot.APP_NAME_SENT,
    Slot.NAME,
    Slot.OBJECT_ID
  };

  private final Picked picked;
  private final Mailboxes mailboxes;

  Sentence(Picked picked, Mailboxes mailboxes) {
    this.picked = picked;
    this.mailboxes = mailboxes;
  }

  void write(Operation operation, byte[] outcome) {
    Arena out = picked.arena;
    int mark = out.length();
    actor(out);
    out.add((byte) ' ');
    operation.phrase().append(out, this);
    if (outcome == Results.FAILURE && !operation.failedSignIn()) {
      out.add(FAILED);
    }
    int ip = picked.get(Slot.SOURCE_IP);
    int from = ip == Picked.NONE ? picked.filled(Slot.SOURCE_ADDRESS) : ip;
    if (from != Picked.NONE) {
      out.add(FROM);
      part(out, from);
      out.add(picked.place.sentence());
      network(out, ANONYMISER, Slot.NETWORK_ANONYMISER);
      network(out, HOSTING, Slot.NETWORK_HOSTING);
      network(out, OWN_NETWORK, Slot.NETWORK_OWN);
    }
    picked.set(Slot.MESSAGE, picked.written(mark, Picked.TEXT | Picked.ESCAPE));
  }

  private void network(Arena out, byte[] kind, int slot) {
    if (picked.has(slot)) {
      out.add(kind);
      part(out, picked.get(slot));
    }
  }

  private void actor(Arena out) {
    boolean named = picked.has(Slot.USER_EMAIL) || !picked.has(Slot.USER_FULL_NAME);
    if (!named) {
      part(out, picked.get(Slot.USER_FULL_NAME));
    } else if (!part(out, plainUser())
        && !part(out, picked.filled(Slot.USER_NAME))
        && !part(out, picked.filled(Slot.USER_ID))) {
      out.add(SOMEBODY);
    }
  }

  /** The user as sent, but for the wrappings of SharePoint's claims. */
  private int plainUser() {
    int sent = picked.filled(Slot.USER_ID_SENT);
    return sent != Picked.NONE && picked.contains(sent, (byte) '|')
        ? picked.filled(Slot.USER_EMAIL)
        : sent;
  }

  @Override
  public boolean append(Arena out, Part part) {
    Paths paths = picked.names.paths;
    return switch (part) {
      case APP ->
          part(out, picked.filled(Slot.APP_NAME)) || part(out, picked.filled(Slot.APP_NAME_SENT));
      case COUNT -> count(out);
      case DESTINATION -> part(out, picked.first(paths.destinationFolder));
      case EFFECTS -> effects(out);
      case ERROR ->
          part(out, picked.filled(Slot.LOGON_ERROR)) || part(out, picked.filled(Slot.ERROR_NUMBER));
      case FAMILY -> part(out, picked.filled(Slot.RECORD_TYPE_NAME));
      case FILE ->
          part(out, picked.filled(Slot.FILE_NAME))
              || part(out, picked.filled(Slot.SOURCE_FILE_NAME))
              || part(out, picked.filled(Slot.OBJECT_ID))
              || some(out, "a file");
      case GROUP -> part(out, picked.filled(Slot.GROUP_NAME));
      case FOLDER ->
          part(out, picked.first(paths.folder)) || part(out, picked.first(paths.itemFolder));
      case FORWARDING -> forwarding(out);
      case GRANTEE ->
          part(out, picked.first(paths.parameterUser))
              || part(out, picked.first(paths.parameterTrustee))
              || several(out, Slot.GRANTEE);
      case MAILBOX -> mailbox(out);
      case ITEM -> item(out);
      case NAME -> part(out, picked.filled(Slot.NAME));
      case OBJECT ->
          part(out, picked.filled(Slot.APP_RESOURCE))
              || part(out, picked.filled(Slot.OBJECT_ID))
              || part(out, picked.first(paths.parameterIdentity));
      case OPERATION -> part(out, picked.filled(Slot.OPERATION)) || some(out, "something");
      case POLICY ->
          part(out, picked.filled(Slot.RULE_SET)) || part(out, picked.filled(Slot.RULE_NAME));
      case QUERY -> part(out, picked.filled(Slot.QUERY));
      case READING ->
          some(
              out,
              picked.matches(picked.first(paths.mailAccessType), "sync") ? "synchronised" : "read");
      case RECIPIENT -> several(out, Slot.EMAIL_TO);
      case RIGHTS -> several(out, Slot.GRANTED);
      case RULE_CHANGE -> ruleChange(out);
      case RESOURCE -> part(out, picked.filled(Slot.APP_RESOURCE));
      case ROLE -> part(out, picked.filled(Slot.TARGET_ROLES));
      case SENDER ->
          part(out, picked.filled(Slot.EMAIL_FROM)) || part(out, picked.filled(Slot.EMAIL_SENDER));
      case RULE ->
          part(out, picked.first(paths.parameterName))
              || part(out, picked.first(paths.ruleName))
              || part(out, picked.first(paths.parameterIdentity));
      case SUBJECT -> part(out, picked.filled(Slot.EMAIL_SUBJECT));
      case TARGET ->
          part(out, picked.filled(Slot.TARGET_EMAIL))
              || part(out, picked.filled(Slot.TARGET_FULL_NAME))
              || part(out, picked.filled(Slot.TARGET_NAME));
      case WHOSE -> whose(out);
      case TEAM -> part(out, picked.filled(Slot.TEAM_NAME));
      case URL -> part(out, picked.filled(Slot.URL));
      case VERDICT -> part(out, picked.filled(Slot.VERDICT));
    };
  }

  /** Whatever a record of the common schema calls the thing that it is about. */
  private boolean item(Arena out) {
    for (int slot : ITEMS) {
      if (part(out, picked.filled(slot))) {
        return true;
      }
    }
    return false;
  }

  private boolean mailbox(Arena out) {
    if (mailboxes.own()) {
      out.add(OWN_MAILBOX);
      return true;
    }
    int owner = picked.filled(Slot.MAILBOX_OWNER_UPN);
    if (owner == Picked.NONE) {
      out.add(SOME_MAILBOX);
      return true;
    }
    out.add(MAILBOX_OF);
    return part(out, owner);
  }

  private boolean count(Arena out) {
    if (mailboxes.items() < 2) {
      return false;
    }
    out.number(mailboxes.items());
    return true;
  }

  /** What an inbox rule does, as far as an analyst wants to know at once. */
  private boolean effects(Arena out) {
    Paths paths = picked.names.paths;
    int said = 0;
    for (Node forward : paths.forwards) {
      said += effect(out, said, FORWARDS, picked.first(forward));
    }
    for (Node redirect : paths.redirects) {
      said += effect(out, said, REDIRECTS, picked.first(redirect));
    }
    for (Node copy : paths.copies) {
      said += effect(out, said, COPIES, picked.first(copy));
    }
    said += effect(out, said, MOVES, picked.first(paths.moveToFolder));
    if (picked.matches(picked.first(paths.deleteMessage), "true")) {
      out.add(said++ == 0 ? THAT : AND).add(DELETES);
    }
    if (picked.matches(picked.first(paths.markAsRead), "true")) {
      out.add(said++ == 0 ? THAT : AND).add(MARKS);
    }
    return said > 0 || effect(out, said, FORWARDS, picked.get(Slot.FORWARD_ADDRESS)) > 0;
  }

  private int effect(Arena out, int said, byte[] verb, int leaf) {
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      return 0;
    }
    out.add(said == 0 ? THAT : AND).add(verb);
    part(out, leaf);
    return 1;
  }

  /** The mailbox that a cmdlet changed, by whatever name the record has for it. */
  private boolean whose(Arena out) {
    Paths paths = picked.names.paths;
    return append(out, Part.TARGET)
        || part(out, picked.filled(Slot.MODIFIED_NAME))
        || part(out, picked.first(paths.parameterMailbox))
        || part(out, picked.first(paths.parameterIdentity))
        || part(out, picked.filled(Slot.OBJECT_ID));
  }

  private boolean ruleChange(Arena out) {
    int leaf = picked.first(picked.names.paths.ruleOperation);
    if (picked.matches(leaf, "addmailboxrule")) {
      out.ascii("created");
    } else if (picked.matches(leaf, "removemailboxrule")) {
      out.ascii("removed");
    } else {
      out.ascii("changed");
    }
    return true;
  }

  /** The first of a list, and how many more there are. */
  private boolean several(Arena out, int slot) {
    int first = picked.filled(slot);
    if (!part(out, first)) {
      return false;
    }
    int more = 0;
    for (int leaf = picked.next(first); leaf != Picked.NONE; leaf = picked.next(leaf)) {
      more++;
    }
    if (more > 0) {
      out.add(AND).number(more).ascii(" more");
    }
    return true;
  }

  private boolean forwarding(Arena out) {
    for (Node forward : picked.names.paths.forwards) {
      if (part(out, picked.first(forward))) {
        return true;
      }
    }
    return false;
  }

  private static boolean some(Arena out, String words) {
    out.ascii(words);
    return true;
  }

  /** Appends the text of a leaf, shortened at a character's edge; false if there is none. */
  private boolean part(Arena out, int leaf) {
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      return false;
    }
    byte[] bytes = picked.source(leaf);
    int start = picked.start(leaf);
    int count = picked.length(leaf);
    if (count <= MAX_PART_BYTES) {
      out.add(bytes, start, count);
      return true;
    }
    int end = MAX_PART_BYTES;
    while (end > 0 && (bytes[start + end] & 0xC0) == 0x80) {
      end--;
    }
    out.add(bytes, start, end).add(ELLIPSIS);
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
