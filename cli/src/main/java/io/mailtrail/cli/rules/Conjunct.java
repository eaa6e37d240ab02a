package io.mailtrail.cli.rules;

import io.mailtrail.detect.sigma.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * One way in which an event can match a rule: every wanted question is answered with yes, every
 * unwanted one with no. All are leaves of the rule's expression.
 */
record Conjunct(List<Expression> wanted, List<Expression> unwanted) {
  /** Ways beyond these are not looked at; they only repeat earlier ones with other values. */
  static final int MOST = 400;

  Conjunct {
    wanted = List.copyOf(wanted);
    unwanted = List.copyOf(unwanted);
  }

  /** The ways to match an expression, in the order written. */
  static List<Conjunct> of(Expression expression) {
    return expand(expression, true);
  }

  Conjunct and(Expression more) {
    List<Expression> all = new ArrayList<>(wanted);
    all.add(more);
    return new Conjunct(all, unwanted);
  }

  Conjunct butNot(Expression more) {
    List<Expression> all = new ArrayList<>(unwanted);
    all.add(more);
    return new Conjunct(wanted, all);
  }

  private static List<Conjunct> expand(Expression expression, boolean yes) {
    if (expression instanceof Expression.Not not) {
      return expand(not.inner(), !yes);
    }
    if (expression instanceof Expression.All all) {
      return yes ? product(all.parts(), true) : union(all.parts(), false);
    }
    if (expression instanceof Expression.Any any) {
      return yes ? union(any.parts(), true) : product(any.parts(), false);
    }
    if (!yes && expression instanceof Expression.Absent absent) {
      return List.of(new Conjunct(List.of(new Expression.Present(absent.field())), List.of()));
    }
    if (!yes && expression instanceof Expression.Present present) {
      return List.of(new Conjunct(List.of(new Expression.Absent(present.field())), List.of()));
    }
    List<Expression> leaf = List.of(expression);
    return List.of(yes ? new Conjunct(leaf, List.of()) : new Conjunct(List.of(), leaf));
  }

  private static List<Conjunct> union(List<Expression> parts, boolean yes) {
    List<Conjunct> ways = new ArrayList<>();
    for (Expression part : parts) {
      ways.addAll(expand(part, yes));
    }
    return ways.size() <= MOST ? ways : ways.subList(0, MOST);
  }

  private static List<Conjunct> product(List<Expression> parts, boolean yes) {
    List<Conjunct> ways = List.of(new Conjunct(List.of(), List.of()));
    for (Expression part : parts) {
      List<Conjunct> more = new ArrayList<>();
      for (Conjunct way : ways) {
        for (Conjunct other : expand(part, yes)) {
          if (more.size() < MOST) {
            more.add(way.joined(other));
          }
        }
      }
      ways = more;
    }
    return ways;
  }

  private Conjunct joined(Conjunct other) {
    List<Expression> more = new ArrayList<>(wanted);
    more.addAll(other.wanted);
    List<Expression> less = new ArrayList<>(unwanted);
    less.addAll(other.unwanted);
    return new Conjunct(more, less);
  }
}
