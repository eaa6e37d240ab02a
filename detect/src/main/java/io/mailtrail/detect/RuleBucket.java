package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Anchor;
import io.mailtrail.detect.sigma.Anchors;
import io.mailtrail.detect.sigma.Letters;
import io.mailtrail.detect.sigma.LiteralAutomaton;
import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Some rules, and which of them are worth asking about an event: of every rule, something that it
 * cannot match without is looked for, together with that of all the others. Immutable, thread-safe.
 */
final class RuleBucket {
  /** So few are asked faster than they are searched for. */
  private static final int FEW = 1;

  private final int[] always;
  private final FieldIndex[] fields;

  /** What is looked for in the values of one field. */
  private record FieldIndex(
      String field, int[] present, WholeValues whole, LiteralAutomaton parts) {}

  /**
   * @param rules the rules by number
   * @param members numbers of those in this bucket
   */
  RuleBucket(List<EventRule> rules, List<Integer> members) {
    List<Integer> unbound = new ArrayList<>();
    Map<Anchor, List<Integer>> anchored = new LinkedHashMap<>();
    if (members.size() <= FEW) {
      unbound.addAll(members);
    } else {
      AnchorCosts costs = new AnchorCosts(rules, members);
      for (int member : members) {
        Optional<Set<Anchor>> anchors = Anchors.cheapest(rules.get(member).expression(), costs::of);
        if (anchors.isEmpty()) {
          unbound.add(member);
        } else {
          anchors
              .get()
              .forEach(a -> anchored.computeIfAbsent(a, k -> new ArrayList<>()).add(member));
        }
      }
    }
    always = ints(unbound);
    Map<String, Map<Anchor, List<Integer>>> byField = new TreeMap<>();
    anchored.forEach(
        (anchor, ids) ->
            byField.computeIfAbsent(anchor.field(), f -> new LinkedHashMap<>()).put(anchor, ids));
    fields =
        byField.entrySet().stream()
            .map(entry -> index(entry.getKey(), entry.getValue()))
            .toArray(FieldIndex[]::new);
  }

  private static FieldIndex index(String field, Map<Anchor, List<Integer>> anchors) {
    List<Integer> present = new ArrayList<>();
    Map<String, int[]> whole = new HashMap<>();
    Map<String, int[]> parts = new LinkedHashMap<>();
    anchors.forEach(
        (anchor, ids) -> {
          switch (anchor.kind()) {
            case WHOLE -> whole.put(anchor.text(), ints(ids));
            case PART -> parts.put(anchor.text(), ints(ids));
            case PRESENT -> present.addAll(ids);
          }
        });
    LiteralAutomaton automaton = parts.isEmpty() ? null : LiteralAutomaton.of(parts);
    if (!parts.isEmpty() && automaton == null) {
      parts.values().forEach(ids -> present.addAll(boxed(ids)));
    }
    return new FieldIndex(
        field,
        present.stream().distinct().mapToInt(Integer::intValue).toArray(),
        whole.isEmpty() ? null : new WholeValues(whole),
        automaton);
  }

  private static List<Integer> boxed(int[] ids) {
    return java.util.Arrays.stream(ids).boxed().toList();
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Gives the numbers of the rules worth asking, some perhaps more than once. */
  void candidates(EventFields event, LiteralAutomaton.Hits hits) {
    if (always.length > 0) {
      hits.add(always);
    }
    for (FieldIndex index : fields) {
      List<String> values = event.values(index.field());
      if (values.isEmpty()) {
        continue;
      }
      if (index.present().length > 0) {
        hits.add(index.present());
      }
      for (int v = 0; v < values.size(); v++) {
        if (index.whole() != null) {
          index.whole().find(values.get(v), hits);
        }
        if (index.parts() != null) {
          index.parts().scan(values.get(v), hits);
        }
      }
    }
  }

  /** Whole values, whatever their letter case; allocates nothing when asked. */
  private static final class WholeValues {
    private final String[] texts;
    private final int[][] ids;
    private int longest;

    WholeValues(Map<String, int[]> values) {
      int size = Math.max(8, Integer.highestOneBit(values.size() * 4) * 2);
      texts = new String[size];
      ids = new int[size][];
      values.forEach(
          (text, found) -> {
            int slot = slot(text);
            texts[slot] = text;
            ids[slot] = found;
            longest = Math.max(longest, text.length());
          });
    }

    void find(String value, LiteralAutomaton.Hits hits) {
      if (value.length() <= longest) {
        int[] found = ids[slot(value)];
        if (found != null) {
          hits.add(found);
        }
      }
    }

    private int slot(String text) {
      int hash = 0;
      for (int i = 0; i < text.length(); i++) {
        hash = 31 * hash + Letters.fold(text.charAt(i));
      }
      int mask = texts.length - 1;
      int slot = (hash ^ (hash >>> 16)) & mask;
      while (texts[slot] != null && !texts[slot].equalsIgnoreCase(text)) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }
  }
}
