package io.mailtrail.detect.sigma;

import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a rule asks of one event. Immutable, thread-safe. */
public sealed interface Expression {
  boolean matches(EventFields event);

  /** Says why it matches. Only for an event that does. */
  default void explain(EventFields event, Reasons reasons) {}

  /**
   * The values, in lower case, of which the field must have one for the expression to match; empty
   * where it can match without.
   */
  default Optional<Set<String>> required(String field) {
    return Optional.empty();
  }

  /** Every part matches. */
  record All(List<Expression> parts) implements Expression {
    public All {
      parts = List.copyOf(parts);
    }

    static Expression of(List<Expression> parts) {
      return parts.size() == 1 ? parts.get(0) : new All(parts);
    }

    @Override
    public boolean matches(EventFields event) {
      for (int i = 0; i < parts.size(); i++) {
        if (!parts.get(i).matches(event)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public void explain(EventFields event, Reasons reasons) {
      parts.forEach(part -> part.explain(event, reasons));
    }

    @Override
    public Optional<Set<String>> required(String field) {
      return parts.stream()
          .flatMap(part -> part.required(field).stream())
          .min((a, b) -> Integer.compare(a.size(), b.size()));
    }
  }

  /** At least one part matches. */
  record Any(List<Expression> parts) implements Expression {
    public Any {
      parts = List.copyOf(parts);
    }

    static Expression of(List<Expression> parts) {
      return parts.size() == 1 ? parts.get(0) : new Any(parts);
    }

    @Override
    public boolean matches(EventFields event) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).matches(event)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void explain(EventFields event, Reasons reasons) {
      for (Expression part : parts) {
        if (part.matches(event)) {
          part.explain(event, reasons);
        }
      }
    }

    @Override
    public Optional<Set<String>> required(String field) {
      Set<String> union = new LinkedHashSet<>();
      for (Expression part : parts) {
        Optional<Set<String>> values = part.required(field);
        if (values.isEmpty()) {
          return Optional.empty();
        }
        union.addAll(values.get());
      }
      return Optional.of(union);
    }
  }

  /** The inner expression does not match. */
  record Not(Expression inner) implements Expression {
    @Override
    public boolean matches(EventFields event) {
      return !inner.matches(event);
    }
  }

  /** Some value of the field passes one of the tests. */
  record Field(String field, List<ValueTest> tests) implements Expression {
    public Field {
      tests = List.copyOf(ValueTest.together(tests));
    }

    @Override
    public boolean matches(EventFields event) {
      List<String> values = event.values(field);
      for (int v = 0; v < values.size(); v++) {
        for (int t = 0; t < tests.size(); t++) {
          if (tests.get(t).test(values.get(v))) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public void explain(EventFields event, Reasons reasons) {
      for (String value : event.values(field)) {
        for (ValueTest test : tests) {
          if (test.test(value)) {
            reasons.add(field, value, test);
            break;
          }
        }
      }
    }

    @Override
    public Optional<Set<String>> required(String asked) {
      if (!asked.equals(field)) {
        return Optional.empty();
      }
      List<String> values = new ArrayList<>();
      for (ValueTest test : tests) {
        if (!(test instanceof ValueTest.Is is)) {
          return Optional.empty();
        }
        values.add(is.expected().toLowerCase(Locale.ROOT));
      }
      return Optional.of(new LinkedHashSet<>(values));
    }
  }

  /** The event has the field, whatever its value. */
  record Present(String field) implements Expression {
    @Override
    public boolean matches(EventFields event) {
      return !event.values(field).isEmpty();
    }

    @Override
    public void explain(EventFields event, Reasons reasons) {
      reasons.add(field + " is " + Reasons.shorten(String.join(", ", event.values(field))));
    }
  }

  /** The event does not have the field. */
  record Absent(String field) implements Expression {
    @Override
    public boolean matches(EventFields event) {
      return event.values(field).isEmpty();
    }

    @Override
    public void explain(EventFields event, Reasons reasons) {
      reasons.add(field + " is absent");
    }
  }

  /** Some value of the field stands in a relation to some value of another. */
  record Reference(String field, String other, Relation relation, boolean cased)
      implements Expression {
    /** How the two values relate. */
    enum Relation {
      IS,
      STARTS_WITH,
      ENDS_WITH,
      CONTAINS
    }

    @Override
    public boolean matches(EventFields event) {
      List<String> values = event.values(field);
      List<String> others = event.values(other);
      for (int v = 0; v < values.size(); v++) {
        for (int o = 0; o < others.size(); o++) {
          if (test(others.get(o)).test(values.get(v))) {
            return true;
          }
        }
      }
      return false;
    }

    private ValueTest test(String expected) {
      return switch (relation) {
        case IS -> new ValueTest.Is(expected, cased);
        case STARTS_WITH -> new ValueTest.StartsWith(expected, cased);
        case ENDS_WITH -> new ValueTest.EndsWith(expected, cased);
        case CONTAINS -> new ValueTest.Contains(expected, cased);
      };
    }

    @Override
    public void explain(EventFields event, Reasons reasons) {
      String value = Reasons.shorten(String.join(", ", event.values(field)));
      reasons.add(field + " is " + value + ", as is " + other);
    }
  }

  /** The whole record, as text, passes one of the tests. */
  record Keyword(List<ValueTest> tests) implements Expression {
    public Keyword {
      tests = List.copyOf(ValueTest.together(tests));
    }

    @Override
    public boolean matches(EventFields event) {
      List<String> values = event.values(EventFields.WHOLE_RECORD);
      for (int v = 0; v < values.size(); v++) {
        for (int t = 0; t < tests.size(); t++) {
          if (tests.get(t).test(values.get(v))) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public void explain(EventFields event, Reasons reasons) {
      for (String value : event.values(EventFields.WHOLE_RECORD)) {
        for (ValueTest test : tests) {
          if (test.test(value)) {
            reasons.add("the record " + Reasons.shorten(test.says(value)));
          }
        }
      }
    }
  }
}
