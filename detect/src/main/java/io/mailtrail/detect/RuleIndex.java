package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Letters;
import io.mailtrail.detect.sigma.LiteralAutomaton;
import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rules are worth asking about an event: those that need the operation it has, and those that
 * need none; of either, those of which something else is there that they cannot do without.
 * Immutable, thread-safe; allocates nothing when asked.
 */
final class RuleIndex {
  static final String FIELD = "Operation";

  private final String[] operations;
  private final RuleBucket[] buckets;
  private final RuleBucket always;

  RuleIndex(List<EventRule> eventRules) {
    Map<String, List<Integer>> byOperation = new LinkedHashMap<>();
    List<Integer> unbound = new ArrayList<>();
    for (int number = 0; number < eventRules.size(); number++) {
      Optional<Set<String>> required = eventRules.get(number).expression().required(FIELD);
      if (required.isEmpty()) {
        unbound.add(number);
      } else {
        for (String operation : required.get()) {
          byOperation.computeIfAbsent(operation, o -> new ArrayList<>()).add(number);
        }
      }
    }
    int size = Math.max(8, Integer.highestOneBit(byOperation.size() * 4) * 2);
    operations = new String[size];
    buckets = new RuleBucket[size];
    byOperation.forEach(
        (operation, members) -> {
          int slot = slot(operation);
          operations[slot] = operation;
          buckets[slot] = new RuleBucket(eventRules, members);
        });
    always = new RuleBucket(eventRules, unbound);
  }

  /** Where the operation is, or the empty place where it would be. */
  private int slot(String operation) {
    int hash = 0;
    for (int i = 0; i < operation.length(); i++) {
      hash = 31 * hash + Letters.fold(operation.charAt(i));
    }
    int mask = operations.length - 1;
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (operations[slot] != null && !operations[slot].equalsIgnoreCase(operation)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Gives the numbers of the rules worth asking, some perhaps more than once. */
  void candidates(EventFields event, LiteralAutomaton.Hits hits) {
    List<String> values = event.values(FIELD);
    for (int v = 0; v < values.size(); v++) {
      RuleBucket bucket = buckets[slot(values.get(v))];
      if (bucket != null) {
        bucket.candidates(event, hits);
      }
    }
    always.candidates(event, hits);
  }
}
