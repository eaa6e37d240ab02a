package io.mailtrail.detect.sigma;

import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Finds out what an expression cannot do without. */
public final class Anchors {
  private Anchors() {}

  /**
   * The cheapest set of anchors of which at least one must be there for the expression to match;
   * empty where it can match without any.
   */
  public static Optional<Set<Anchor>> cheapest(
      Expression expression, ToDoubleFunction<Anchor> cost) {
    Choice choice = choose(expression, cost);
    return choice == null ? Optional.empty() : Optional.of(choice.anchors());
  }

  /** Every anchor that could be chosen, for those who count how common each is. */
  public static Set<Anchor> all(Expression expression) {
    Set<Anchor> all = new LinkedHashSet<>();
    collect(expression, all);
    return all;
  }

  private record Choice(Set<Anchor> anchors, double cost) {
    static Choice of(Set<Anchor> anchors, ToDoubleFunction<Anchor> cost) {
      return new Choice(anchors, anchors.stream().mapToDouble(cost).sum());
    }
  }

  private static Choice choose(Expression expression, ToDoubleFunction<Anchor> cost) {
    if (expression instanceof Expression.All all) {
      Choice best = null;
      for (Expression part : all.parts()) {
        Choice choice = choose(part, cost);
        best = choice != null && (best == null || choice.cost() < best.cost()) ? choice : best;
      }
      return best;
    }
    if (expression instanceof Expression.Any any) {
      Set<Anchor> union = new LinkedHashSet<>();
      for (Expression part : any.parts()) {
        Choice choice = choose(part, cost);
        if (choice == null) {
          return null;
        }
        union.addAll(choice.anchors());
      }
      return Choice.of(union, cost);
    }
    Set<Anchor> own = own(expression);
    return own == null ? null : Choice.of(own, cost);
  }

  private static void collect(Expression expression, Set<Anchor> into) {
    if (expression instanceof Expression.All all) {
      all.parts().forEach(part -> collect(part, into));
    } else if (expression instanceof Expression.Any any) {
      any.parts().forEach(part -> collect(part, into));
    } else {
      Set<Anchor> own = own(expression);
      into.addAll(own == null ? Set.of() : own);
    }
  }

  /** Those of an expression without parts; null where it can match without. */
  private static Set<Anchor> own(Expression expression) {
    if (expression instanceof Expression.Field field) {
      return tests(field.field(), field.tests());
    }
    if (expression instanceof Expression.Keyword keyword) {
      return tests(EventFields.WHOLE_RECORD, keyword.tests());
    }
    if (expression instanceof Expression.Present present) {
      return Set.of(Anchor.present(present.field()));
    }
    if (expression instanceof Expression.Reference reference) {
      return Set.of(Anchor.present(reference.field()));
    }
    return null;
  }

  private static Set<Anchor> tests(String field, List<ValueTest> tests) {
    Set<Anchor> anchors = new LinkedHashSet<>();
    for (ValueTest test : apart(tests)) {
      Anchor anchor = anchor(field, test);
      if (anchor.kind() == Anchor.Kind.PRESENT) {
        return Set.of(anchor);
      }
      anchors.add(anchor);
    }
    return anchors;
  }

  private static List<ValueTest> apart(List<ValueTest> tests) {
    List<ValueTest> apart = new ArrayList<>();
    for (ValueTest test : tests) {
      if (test instanceof ValueTest.ContainsAny any) {
        apart.addAll(any.parts());
      } else {
        apart.add(test);
      }
    }
    return apart;
  }

  private static Anchor anchor(String field, ValueTest test) {
    if (test instanceof ValueTest.Is is) {
      return new Anchor(field, Anchor.Kind.WHOLE, Letters.fold(is.expected()));
    }
    String part =
        test instanceof ValueTest.Contains contains
            ? contains.expected()
            : test instanceof ValueTest.StartsWith starts
                ? starts.expected()
                : test instanceof ValueTest.EndsWith ends
                    ? ends.expected()
                    : test instanceof ValueTest.Glob glob ? longestLiteral(glob) : "";
    return part.isEmpty()
        ? Anchor.present(field)
        : new Anchor(field, Anchor.Kind.PART, Letters.fold(part));
  }

  private static String longestLiteral(ValueTest.Glob glob) {
    List<String> literals = new ArrayList<>(List.of(""));
    int start = 0;
    for (int i = 0; i <= glob.pattern().length(); i++) {
      if (i == glob.pattern().length() || glob.wild().get(i)) {
        literals.add(glob.pattern().substring(start, i));
        start = i + 1;
      }
    }
    return literals.stream().max((a, b) -> Integer.compare(a.length(), b.length())).orElse("");
  }
}
