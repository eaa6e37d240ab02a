package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.LogonType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notes what of a record is not known here ({@code mailtrail.drift}): Microsoft adds record types,
 * values and fields without notice. A function of the record, whatever order its fields came in.
 */
final class Drift {
  private static final int MAX_NOTES = 10;
  private static final int MAX_CHARS = 100;
  private static final String MORE = "more";

  /** Microsoft's UserType, by number and by name. */
  private static final String[] USER_TYPES = {
    "regular",
    "reserved",
    "admin",
    "dcadmin",
    "system",
    "application",
    "serviceprincipal",
    "custompolicy",
    "systempolicy",
    "partnertechnician",
    "guest"
  };

  private final Picked picked;
  private final SliceCache<Boolean> userTypes = new SliceCache<>(64, Drift::isUserType);
  private final SliceCache<Boolean> logonTypes =
      new SliceCache<>(64, text -> LogonType.of(text).isPresent());

  Drift(Picked picked) {
    this.picked = picked;
  }

  void note(RecordKind kind, Operation operation) {
    boolean type = !kind.documented() && kind.name().length > 0;
    boolean action = operation.isStrange();
    int user = picked.filled(Slot.USER_TYPE);
    user = user != Picked.NONE && isDigit(user) ? Picked.NONE : unknown(userTypes, user);
    int logon =
        kind.isOf(RecordFamily.MAILBOX)
            ? unknown(logonTypes, picked.filled(Slot.LOGON_TYPE))
            : Picked.NONE;
    if (!type
        && !action
        && user == Picked.NONE
        && logon == Picked.NONE
        && !hasStrangers(kind)
        && picked.misfits().isEmpty()) {
      return;
    }
    Set<String> notes = new TreeSet<>();
    if (type) {
      add(notes, "record_type:", new String(kind.name(), UTF_8));
    }
    if (action) {
      add(notes, "operation:", picked.text(picked.get(Slot.OPERATION)).strip());
    }
    if (user != Picked.NONE) {
      add(notes, "user_type:", picked.text(user));
    }
    if (logon != Picked.NONE) {
      add(notes, "logon_type:", picked.text(logon));
    }
    for (Node node : picked.strangers()) {
      if (isNoted(node, kind)) {
        add(notes, "field:", node.path);
      }
    }
    picked.misfits().forEach(node -> add(notes, "value:", node.path));
    int count = 0;
    for (String note : notes) {
      boolean last = ++count > MAX_NOTES;
      picked.addOnce(Slot.DRIFT, (last ? MORE : note).getBytes(UTF_8));
      if (last) {
        return;
      }
    }
  }

  private boolean hasStrangers(RecordKind kind) {
    List<Node> strangers = picked.strangers();
    for (int i = 0; i < strangers.size(); i++) {
      if (isNoted(strangers.get(i), kind)) {
        return true;
      }
    }
    return false;
  }

  /** Of record types that are read by the common schema, what is inside of a field is not known. */
  private static boolean isNoted(Node node, RecordKind kind) {
    return node.stranger || !kind.isOf(RecordFamily.OTHER);
  }

  /** Every single digit is a user type. */
  private boolean isDigit(int leaf) {
    byte first = picked.source(leaf)[picked.start(leaf)];
    return picked.length(leaf) == 1 && first >= '0' && first <= '9';
  }

  private static void add(Set<String> notes, String what, String name) {
    int end = Math.min(name.length(), MAX_CHARS);
    if (end > 0 && end < name.length() && Character.isHighSurrogate(name.charAt(end - 1))) {
      end--;
    }
    notes.add(what + name.substring(0, end));
  }

  private int unknown(SliceCache<Boolean> known, int leaf) {
    return leaf == Picked.NONE
            || known.get(picked.source(leaf), picked.start(leaf), picked.length(leaf))
        ? Picked.NONE
        : leaf;
  }

  private static boolean isUserType(String text) {
    for (int number = 0; number < USER_TYPES.length; number++) {
      if (text.equals(Integer.toString(number)) || text.equalsIgnoreCase(USER_TYPES[number])) {
        return true;
      }
    }
    return false;
  }
}
