package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.ActionTable;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.MailboxAction.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is known about an operation of a record type before looking at a record: its ECS kinds, its
 * sentence, and its row in the action table. Immutable.
 *
 * @param signIn whether it is a sign-in, whose ResultStatus says nothing
 * @param failedSignIn whether it is a failed one
 * @param successfulSignIn whether it is one that worked, unless the record has an error
 * @param codes whether a number as its result is an error code
 * @param flags whether 0 and 1 as its result are False and True
 * @param sends whether a message was sent from the mailbox
 * @param mailbox whether it is from a mailbox audit log
 * @param isStrange whether it is of a record type all of whose operations are known, and not known
 */
record Operation(
    List<byte[]> categories,
    List<byte[]> types,
    Phrase phrase,
    boolean signIn,
    boolean failedSignIn,
    boolean successfulSignIn,
    boolean codes,
    boolean flags,
    boolean sends,
    boolean mailbox,
    boolean isStrange,
    byte[] activity,
    byte[] description,
    List<MailboxAction> rows) {

  private static final Phrase ANYTHING = Phrase.of("did {operation}[ on {object}]");
  private static final byte[] ADMIN_TYPES = "info".getBytes(UTF_8);
  private static final Set<String> SENDS = Set.of("send", "sendas", "sendonbehalf");

  /** Record types of which every operation is known; those of mailboxes are in the action table. */
  private static final Map<Long, Set<String>> CLOSED =
      Map.of(
          11L, Set.of("dlprulematch", "dlpruleundo", "dlpinfo"),
          13L, Set.of("dlprulematch", "dlpruleundo", "dlpinfo"),
          33L, Set.of("dlprulematch", "dlpruleundo", "dlpinfo"),
          15L,
              Set.of(
                  "userloggedin",
                  "userloginfailed",
                  "userloggedoff",
                  "foreignrealmindexlogoninitialauthusingadfsfederatedtoken"),
          40L, Set.of("alerttriggered", "alertentitygenerated", "alertupdated"));

  private static final List<Family> FAMILIES = families();

  private record Family(
      long[] recordTypes,
      Pattern operation,
      List<byte[]> categories,
      List<byte[]> types,
      Phrase phrase) {
    boolean matches(long recordType, String name) {
      return (recordTypes.length == 0 || Arrays.stream(recordTypes).anyMatch(t -> t == recordType))
          && operation.matcher(name).matches();
    }
  }

  static Operation of(long recordType, String sent) {
    String name = sent.strip();
    RecordFamily recordFamily = RecordFamily.of(recordType);
    boolean mailbox = recordFamily == RecordFamily.MAILBOX;
    Family family =
        FAMILIES.stream()
            .filter(candidate -> candidate.matches(recordType, name))
            .findFirst()
            .orElse(null);
    boolean failed = name.equalsIgnoreCase("UserLoginFailed");
    List<MailboxAction> rows = mailbox ? rows(name) : List.of();
    byte[] activity = null;
    byte[] description = null;
    if (!rows.isEmpty()) {
      activity = rows.get(rows.size() - 1).activity().getBytes(UTF_8);
      description = rows.get(rows.size() - 1).description().getBytes(UTF_8);
    } else if (mailbox || recordFamily == RecordFamily.EXCHANGE_ADMIN) {
      ActionTable.Activity known = ActionTable.bundled().activity(name).orElse(null);
      activity = known == null ? null : known.activity().getBytes(UTF_8);
      description = known == null ? null : known.description().getBytes(UTF_8);
    }
    return new Operation(
        family == null ? List.of() : family.categories,
        family == null ? List.of(ADMIN_TYPES) : family.types,
        family == null ? ANYTHING : family.phrase,
        failed || name.equalsIgnoreCase("UserLoggedIn") || recordFamily == RecordFamily.SIGN_IN,
        failed,
        name.equalsIgnoreCase("UserLoggedIn"),
        failed
            || name.equalsIgnoreCase("UserLoggedIn")
            || recordFamily == RecordFamily.SIGN_IN
            || recordFamily == RecordFamily.DIRECTORY,
        recordFamily == RecordFamily.EXCHANGE_ADMIN || mailbox,
        mailbox && SENDS.contains(name.toLowerCase(Locale.ROOT)),
        mailbox,
        !name.isEmpty() && isStrange(recordType, mailbox, name, activity),
        activity,
        description,
        rows);
  }

  /** The row that speaks for a mailbox on a day; null where no table does. */
  MailboxAction row(boolean group, long epochDay) {
    for (MailboxAction row : rows) {
      if ((row.mailbox() == Kind.GROUP) == group && row.holdsOn(LocalDate.ofEpochDay(epochDay))) {
        return row;
      }
    }
    return null;
  }

  /** Whether every operation of a record type is known, so that another one is drift. */
  static boolean isClosed(long recordType) {
    return CLOSED.containsKey(recordType);
  }

  private static boolean isStrange(long recordType, boolean mailbox, String name, byte[] activity) {
    Set<String> all = CLOSED.get(recordType);
    return all == null ? mailbox && activity == null : !all.contains(name.toLowerCase(Locale.ROOT));
  }

  private static List<MailboxAction> rows(String name) {
    return ActionTable.bundled().actions().stream()
        .filter(row -> row.action().equalsIgnoreCase(name))
        .sorted(Comparator.comparing((MailboxAction row) -> row.mailbox() == Kind.USER))
        .toList();
  }

  private static List<Family> families() {
    List<Family> families = new ArrayList<>();
    for (String line : FieldCatalogue.lines("operations.csv")) {
      String[] columns = line.split(",", 5);
      families.add(
          new Family(
              columns[0].equals("*")
                  ? new long[0]
                  : Arrays.stream(columns[0].split(" ", -1)).mapToLong(Long::parseLong).toArray(),
              glob(columns[1]),
              words(columns[2]),
              words(columns[3]),
              Phrase.of(columns[4])));
    }
    return List.copyOf(families);
  }

  private static Pattern glob(String glob) {
    String pattern =
        glob.toLowerCase(Locale.ROOT)
            .chars()
            .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return Pattern.compile(
        pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }

  private static List<byte[]> words(String text) {
    return Arrays.stream(text.split(" ", -1)).map(word -> word.getBytes(UTF_8)).toList();
  }
}
