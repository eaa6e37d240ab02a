package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.Draft.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * An inbox rule as a cmdlet makes it.
 *
 * @param parameters what it looks for and does, besides its name
 */
record InboxRule(String name, List<Pair> parameters) {
  /** Folders that are in nobody's way, and none that hides. */
  private static final List<String> PLAIN_FOLDERS =
      List.of("Newsletters", "Projects", "Suppliers", "Receipts", "Team", "Rosters");

  private static InboxRule of(String name, String... parameters) {
    List<Pair> pairs = new ArrayList<>(Pair.list(parameters));
    pairs.add(new Pair("StopProcessingRules", "True"));
    return new InboxRule(name, List.copyOf(pairs));
  }

  /** Moves some mail to a folder of the user's own. */
  static InboxRule harmless(Dice dice) {
    String folder = dice.pick(PLAIN_FOLDERS);
    return of(
        folder,
        "FromAddressContainsWords",
        dice.pick(List.of("news", "noreply", "updates"))
            + "@supplier"
            + dice.below(30)
            + ".example",
        "MoveToFolder",
        folder);
  }

  /** Forwards to an address outside the company. */
  static InboxRule forwardOutside(String to) {
    return of("..", "SubjectOrBodyContainsWords", "invoice;payment;bank", "ForwardTo", to);
  }

  static InboxRule redirect(String to) {
    return of("sync", "RedirectTo", to);
  }

  /** Moves what nobody needs to a folder where nobody looks. */
  static InboxRule fileAway(String folder) {
    return of("Old reports", "From", "reports@supplier.example", "MoveToFolder", folder);
  }

  /** Moves somebody's mail to a folder. */
  static InboxRule move(String name, String from, String folder) {
    return of(name, "From", from, "MoveToFolder", folder);
  }

  /** Forwards all to an address, under a name that says so. */
  static InboxRule forwardAll(String to) {
    return of("Forward to " + to, "ForwardTo", to);
  }

  /** Deletes what would give the attacker away. */
  static InboxRule delete() {
    return of(
        ".",
        "SubjectOrBodyContainsWords",
        "hacked;phishing;password;did you send",
        "DeleteMessage",
        "True",
        "MarkAsRead",
        "True");
  }

  /** Moves mail to a folder where nobody looks. */
  static InboxRule hideIn(String folder) {
    return of(
        "...",
        "SubjectOrBodyContainsWords",
        "payment;remittance;IBAN",
        "MoveToFolder",
        folder,
        "MarkAsRead",
        "True");
  }

  /** What tidy people do with honest intent: it hides or forwards just the same. */
  static InboxRule tidy(Person colleague, Dice dice) {
    return switch (dice.below(4)) {
      case 0 -> of("To " + colleague.account().displayName(), "ForwardTo", colleague.upn());
      case 1 -> of("Monitoring", "From", "alerts@monitor.example", "DeleteMessage", "True");
      case 2 -> of("Old stuff", "FromAddressContainsWords", "archive", "MoveToFolder", "Archive");
      default -> of("Robots", "FromAddressContainsWords", "bot", "MoveToFolder", "Deleted Items");
    };
  }
}
