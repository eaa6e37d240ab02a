package io.mailtrail.cli.rules;

import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.model.AccessType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Says why no record of the feed can match a rule. */
final class Diagnosis {
  private static final int MOST_WAYS = 40;
  private static final int MOST_REASONS = 2;

  private final List<RecordSort> sorts;

  Diagnosis(List<RecordSort> sorts) {
    this.sorts = List.copyOf(sorts);
  }

  /** For people, without a full stop. */
  String reason(List<Conjunct> ways) {
    Set<String> reasons = new LinkedHashSet<>();
    ways.stream().limit(MOST_WAYS).forEach(way -> reasons.add(reason(new Demands(way))));
    List<String> shown = reasons.stream().limit(MOST_REASONS).toList();
    int more = reasons.size() - shown.size();
    return String.join("; ", shown)
        + (more > 0 ? "; and " + more + (more == 1 ? " reason more" : " reasons more") : "");
  }

  private String reason(Demands demands) {
    List<String> missing = new ArrayList<>();
    for (String field : demands.needed()) {
      if (sorts.stream().noneMatch(sort -> FieldWriter.gives(sort, field))) {
        missing.add(field);
      }
    }
    if (!missing.isEmpty()) {
      return "no record of this feed has a field " + String.join(" or ", missing) + hint(missing);
    }
    List<RecordSort> named =
        sorts.stream().filter(sort -> !RecordMaker.operations(demands, sort).isEmpty()).toList();
    if (named.isEmpty()) {
      return "no operation is known of this feed of which " + demands.says(Demands.OPERATION);
    }
    List<RecordSort> complete =
        named.stream()
            .filter(
                sort -> demands.needed().stream().allMatch(field -> FieldWriter.gives(sort, field)))
            .toList();
    if (complete.isEmpty()) {
      return apart(demands, named);
    }
    return complete.stream().map(sort -> reason(demands, sort)).findFirst().orElseThrow();
  }

  private static String apart(Demands demands, List<RecordSort> named) {
    RecordSort sort = named.get(0);
    List<String> lacking =
        demands.needed().stream().filter(field -> !FieldWriter.gives(sort, field)).toList();
    String subject =
        demands.wanted(Demands.OPERATION).isEmpty()
            ? "no one sort of record has all of " + String.join(", ", demands.needed())
            : "a record (" + sort.name() + ") of which " + demands.says(Demands.OPERATION);
    return demands.wanted(Demands.OPERATION).isEmpty()
        ? subject
        : subject + " has no field " + String.join(" or ", lacking) + hint(lacking);
  }

  private static String reason(Demands demands, RecordSort sort) {
    for (String field : demands.wantedFields()) {
      List<String> domain = FieldWriter.domain(sort, field);
      List<Expression.Field> wanted = demands.wanted(field);
      if (!domain.isEmpty()
          && domain.stream().noneMatch(v -> Samples.fits(v, wanted, demands.unwanted(field)))) {
        return demands.says(field)
            + " in no record ("
            + sort.name()
            + "); it is one of "
            + String.join(", ", domain);
      }
    }
    if (sort.mailbox()) {
      for (String operation : RecordMaker.operations(demands, sort)) {
        if (RecordMaker.logonType(operation).isEmpty()) {
          return "Exchange never records " + operation + ", whoever does it";
        }
        for (AccessType access : asked(demands)) {
          if (!RecordMaker.recorded(operation, access)) {
            return "Exchange never records " + operation + " for access as " + access.wireName();
          }
        }
      }
    }
    return "no record (" + sort.name() + ") could be made that matches; conditions contradict";
  }

  /** The kinds of access that the rule asks for. */
  private static List<AccessType> asked(Demands demands) {
    List<AccessType> asked = new ArrayList<>();
    for (AccessType access : AccessType.values()) {
      boolean named =
          !demands.wanted("mailtrail.mailbox.access_type").isEmpty()
              && Samples.fits(
                  access.wireName(), demands.wanted("mailtrail.mailbox.access_type"), List.of());
      if (named || (!demands.wanted("LogonType").isEmpty() && logsOn(demands, access))) {
        asked.add(access);
      }
    }
    return asked;
  }

  private static boolean logsOn(Demands demands, AccessType access) {
    String type = RecordMaker.LOGON_TYPES.get(access);
    return type != null && Samples.fits(type, demands.wanted("LogonType"), List.of());
  }

  /** A name inside a list of names and values has to be asked for with the list's name. */
  private static String hint(List<String> missing) {
    List<String> inside =
        missing.stream().flatMap(field -> FeedCatalogue.bundled().inside(field).stream()).toList();
    return inside.isEmpty() ? "" : "; it is called " + String.join(", ", inside);
  }
}
