package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that goes by names of one mailbox (or of an account that has none).
 *
 * @param names in lower case, sorted
 * @param joinedByName whether some of it was joined only because a plain name is the same
 * @param ambiguous whether a plain name of it is also that of other mailboxes, so that what goes by
 *     that name alone could not be given to any of them
 */
public record Mailbox(
    List<String> names,
    List<CoverageStatement> statements,
    boolean joinedByName,
    boolean ambiguous) {
  static final Mailbox UNKNOWN = new Mailbox(List.of(), List.of(), false, false);

  public Mailbox {
    names = List.copyOf(names);
    statements = List.copyOf(statements);
  }

  /** A mailbox of which nothing but a name is known. */
  public static Mailbox named(String name) {
    return new Mailbox(List.of(name.strip().toLowerCase(Locale.ROOT)), List.of(), false, false);
  }

  /** The same mailbox, which is known to go by one more name. */
  public Mailbox alsoNamed(String name) {
    Set<String> more = new TreeSet<>(names);
    more.add(name.strip().toLowerCase(Locale.ROOT));
    return new Mailbox(List.copyOf(more), statements, true, ambiguous);
  }

  /** The same mailbox, with names that records have beside its own. */
  public Mailbox linkedTo(Set<String> others) {
    Set<String> more = new TreeSet<>(names);
    others.forEach(name -> more.add(name.strip().toLowerCase(Locale.ROOT)));
    return new Mailbox(List.copyOf(more), statements, joinedByName, ambiguous);
  }

  /** The name by which people and cmdlets know it best. */
  public String label() {
    return names.stream()
        .min(Comparator.comparing(Mailbox::unfamiliarity).thenComparing(name -> name))
        .orElse("?");
  }

  /** Every mail address and user principal name. */
  public List<String> addresses() {
    return names.stream().filter(name -> Name.of(name).kind() == Name.Kind.ADDRESS).toList();
  }

  /** Every GUID. */
  public List<String> guids() {
    return names.stream().filter(name -> Name.of(name).kind() == Name.Kind.GUID).toList();
  }

  /** Whether it is known to be a mailbox, not only an account. */
  boolean isMailbox() {
    return statements.stream()
        .anyMatch(statement -> statement.subject() == CoverageStatement.Subject.MAILBOX);
  }

  private static int unfamiliarity(String name) {
    return switch (Name.of(name).kind()) {
      // The first address of a tenant's own domain that ends in onmicrosoft.com is nobody's choice.
      case ADDRESS -> name.endsWith(".onmicrosoft.com") ? 1 : 0;
      case PLAIN -> 2;
      case GUID -> 3;
      case DN -> 4;
      case PATH -> 5;
      case LEGACY_DN -> 6;
    };
  }
}
