package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which names belong together. Sources name one mailbox in many ways; what shares a unique name
 * (address, GUID, directory name) is one mailbox. What has only plain names is given to the one
 * mailbox that goes by one of them, and to none where several do. Independent of the order of the
 * statements. Immutable.
 */
final class Directory {
  private final List<Mailbox> mailboxes;
  private final Map<Name, Mailbox> byName = new HashMap<>();
  private final Map<String, Set<Mailbox>> byPlainName = new HashMap<>();

  private Directory(List<Mailbox> mailboxes) {
    this.mailboxes = List.copyOf(mailboxes);
    for (Mailbox mailbox : mailboxes) {
      for (String text : mailbox.names()) {
        Name name = Name.of(text);
        byName.putIfAbsent(name, mailbox);
        name.plain()
            .ifPresent(
                plain -> byPlainName.computeIfAbsent(plain, key -> new HashSet<>()).add(mailbox));
      }
    }
  }

  static Directory of(Collection<CoverageStatement> statements) {
    List<Part> parts = new ArrayList<>();
    for (CoverageStatement statement : statements) {
      if (!statement.names().isEmpty()) {
        parts.add(new Part(statement));
      }
    }
    List<Part> joined = joined(parts, part -> part.names.stream().filter(Directory::isWritten));
    List<Part> anchored = joined.stream().filter(Part::isAnchored).toList();
    List<Part> loose =
        joined(joined.stream().filter(part -> !part.isAnchored()).toList(), Part::plainNames);
    Map<String, Set<Part>> claims = new HashMap<>();
    for (Part part : anchored) {
      part.plainNames()
          .forEach(name -> claims.computeIfAbsent(name, key -> new HashSet<>()).add(part));
    }
    Map<Part, List<Part>> joins = new LinkedHashMap<>();
    anchored.forEach(part -> joins.put(part, new ArrayList<>()));
    List<Mailbox> mailboxes = new ArrayList<>();
    for (Part part : loose) {
      Set<Part> owners = new HashSet<>();
      part.plainNames().forEach(name -> owners.addAll(claims.getOrDefault(name, Set.of())));
      if (owners.size() == 1) {
        joins.get(owners.iterator().next()).add(part);
      } else {
        mailboxes.add(part.mailbox(List.of(), owners.size() > 1));
      }
    }
    joins.forEach((part, more) -> mailboxes.add(part.mailbox(more, false)));
    mailboxes.sort(
        Comparator.comparing(Mailbox::label).thenComparing(mailbox -> mailbox.names().toString()));
    return new Directory(mailboxes);
  }

  /** Every one, in the order of their labels. */
  List<Mailbox> mailboxes() {
    return mailboxes;
  }

  /** Those that go by a name, in whatever notation: none, one, or several. */
  List<Mailbox> find(String sent) {
    Name name = Name.of(sent);
    Mailbox exact = byName.get(name);
    if (exact != null && name.kind() != Name.Kind.PLAIN) {
      return List.of(exact);
    }
    if (name.kind() == Name.Kind.PLAIN) {
      return sorted(byPlainName.getOrDefault(name.text(), Set.of()));
    }
    // Nobody has this very name: perhaps an export that holds nothing but plain names.
    Set<Mailbox> loose = new HashSet<>();
    name.plain()
        .ifPresent(
            plain ->
                byPlainName.getOrDefault(plain, Set.of()).stream()
                    .filter(mailbox -> mailbox.names().stream().noneMatch(Directory::isUnique))
                    .forEach(loose::add));
    return sorted(loose);
  }

  private static boolean isUnique(String name) {
    return Name.of(name).isUnique();
  }

  private static List<Mailbox> sorted(Set<Mailbox> mailboxes) {
    return mailboxes.stream().sorted(Comparator.comparing(Mailbox::label)).toList();
  }

  /** Names that two sources write alike only if they mean the same mailbox. */
  private static boolean isWritten(Name name) {
    return name.kind() != Name.Kind.PLAIN;
  }

  private interface Keys {
    Stream<?> of(Part part);
  }

  /** Joins the parts that share a key, directly or through others. */
  private static List<Part> joined(List<Part> parts, Keys keys) {
    Map<Object, Part> owners = new HashMap<>();
    for (Part part : parts) {
      for (Object key : keys.of(part).toList()) {
        Part other = owners.putIfAbsent(key, part);
        if (other != null) {
          other.root().absorb(part.root());
        }
      }
    }
    return parts.stream().filter(part -> part.root() == part).toList();
  }

  /** A set of statements that belong together; a node of the disjoint sets. */
  private static final class Part {
    private final Set<Name> names = new HashSet<>();
    private final Set<String> texts = new TreeSet<>();
    private final List<CoverageStatement> statements = new ArrayList<>();
    private Part parent;

    Part(CoverageStatement statement) {
      statements.add(statement);
      texts.addAll(statement.names());
      statement.names().forEach(name -> names.add(Name.of(name)));
    }

    Part root() {
      Part root = this;
      while (root.parent != null) {
        root = root.parent;
      }
      if (root != this) {
        parent = root;
      }
      return root;
    }

    void absorb(Part other) {
      if (other != this) {
        names.addAll(other.names);
        texts.addAll(other.texts);
        statements.addAll(other.statements);
        other.parent = this;
      }
    }

    boolean isAnchored() {
      return names.stream().anyMatch(Name::isUnique);
    }

    Stream<String> plainNames() {
      return names.stream().flatMap(name -> name.plain().stream()).distinct();
    }

    Mailbox mailbox(List<Part> more, boolean ambiguous) {
      Set<String> allNames = new TreeSet<>(texts);
      List<CoverageStatement> all = new ArrayList<>(statements);
      for (Part part : more) {
        allNames.addAll(part.texts);
        all.addAll(part.statements);
      }
      all.sort(Statements.ORDER);
      return new Mailbox(List.copyOf(allNames), all, !more.isEmpty(), ambiguous);
    }
  }
}
