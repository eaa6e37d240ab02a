package io.mailtrail.detect.sigma;

import io.mailtrail.detect.sigma.Expression.Reference.Relation;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The modifiers behind a field's name, sorted into what they change.
 *
 * @param type how the values are to be understood
 * @param transformations to be applied to text, in the order written
 * @param comparison of {@link Type#NUMBER} and perhaps {@link Type#TIME}, else null
 * @param regexFlags of {@link Type#REGEX}: some of i, m, s
 * @param expanded whether the values have placeholders
 * @param timePart of {@link Type#TIME}: which, else null
 */
record Modifiers(
    Type type,
    List<String> transformations,
    Comparison comparison,
    Set<String> regexFlags,
    boolean all,
    boolean cased,
    boolean negated,
    boolean expanded,
    String timePart) {

  /** How values are to be understood. */
  enum Type {
    TEXT,
    REGEX,
    NETWORK,
    NUMBER,
    EXISTENCE,
    REFERENCE,
    TIME
  }

  private static final Set<String> PLACEMENT = Set.of("contains", "startswith", "endswith");
  private static final Set<String> ENCODING =
      Set.of("base64", "base64offset", "wide", "utf16le", "utf16be", "utf16");
  private static final Set<String> SWITCHES = Set.of("all", "cased", "neq", "expand");
  private static final Set<String> FLAGS = Set.of("i", "m", "s");
  private static final Set<String> TIME_PARTS =
      Set.of("minute", "hour", "day", "week", "month", "year");

  static Modifiers parse(List<String> names, String where) {
    EnumSet<Type> types = EnumSet.noneOf(Type.class);
    List<String> transformations = new java.util.ArrayList<>();
    Set<String> flags = new HashSet<>();
    Set<String> switches = new HashSet<>();
    Comparison comparison = null;
    String timePart = null;
    for (String written : names) {
      String name = written.toLowerCase(Locale.ROOT);
      if (PLACEMENT.contains(name) || ENCODING.contains(name) || name.equals("windash")) {
        transformations.add(name);
      } else if (SWITCHES.contains(name)) {
        switches.add(name);
      } else if (FLAGS.contains(name) && types.contains(Type.REGEX)) {
        flags.add(name);
      } else if (Comparison.of(name).isPresent()) {
        comparison = Comparison.of(name).get();
        types.add(Type.NUMBER);
      } else if (TIME_PARTS.contains(name)) {
        timePart = name;
        types.add(Type.TIME);
      } else {
        types.add(type(name, where));
      }
    }
    if (types.contains(Type.TIME)) {
      types.remove(Type.NUMBER);
    }
    if (types.size() > 1) {
      throw new RuleException(where, "modifiers " + String.join(", ", names) + " contradict");
    }
    Type type = types.isEmpty() ? Type.TEXT : types.iterator().next();
    checkTransformations(type, transformations, where);
    return new Modifiers(
        type,
        List.copyOf(transformations),
        comparison,
        Set.copyOf(flags),
        switches.contains("all"),
        switches.contains("cased"),
        switches.contains("neq"),
        switches.contains("expand"),
        timePart);
  }

  private static Type type(String name, String where) {
    return switch (name) {
      case "re" -> Type.REGEX;
      case "cidr" -> Type.NETWORK;
      case "exists" -> Type.EXISTENCE;
      case "fieldref" -> Type.REFERENCE;
      default -> throw new RuleException(where, "modifier " + name + " is unknown");
    };
  }

  private static void checkTransformations(Type type, List<String> names, String where) {
    boolean fits =
        switch (type) {
          case TEXT -> true;
          case REFERENCE -> names.size() <= 1 && PLACEMENT.containsAll(names);
          case REGEX, NETWORK, NUMBER, EXISTENCE, TIME -> names.isEmpty();
        };
    if (!fits) {
      throw new RuleException(
          where,
          "modifier "
              + names.get(0)
              + " cannot be combined with "
              + type.name().toLowerCase(Locale.ROOT));
    }
  }

  /** Of {@link Type#REFERENCE}. */
  Relation relation() {
    if (transformations.isEmpty()) {
      return Relation.IS;
    }
    return switch (transformations.get(0)) {
      case "contains" -> Relation.CONTAINS;
      case "startswith" -> Relation.STARTS_WITH;
      default -> Relation.ENDS_WITH;
    };
  }
}
