package io.mailtrail.detect.sigma;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds, in one pass over a text, which of many literals it has as a part, whatever their letter
 * case (Aho and Corasick's automaton, as a table). Immutable, thread-safe; allocates nothing when
 * asked.
 */
public final class LiteralAutomaton {
  /** Sixteen megabytes; whoever has more literals than fit asks those rules without. */
  static final int MAX_CELLS = 4_000_000;

  private static final int[] NOTHING = {};

  private final int[] asciiClass = new int[128];
  private final Map<Character, Integer> otherClass = new HashMap<>();
  private final int classes;
  private final int[] next;
  private final int[][] found;

  private LiteralAutomaton(Map<String, int[]> literals) {
    int known = 1;
    for (String literal : literals.keySet()) {
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (c < 128 && asciiClass[c] == 0) {
          asciiClass[c] = known++;
        } else if (c >= 128 && !otherClass.containsKey(c)) {
          otherClass.put(c, known++);
        }
      }
    }
    for (char c = 'A'; c <= 'Z'; c++) {
      asciiClass[c] = asciiClass[c + 32];
    }
    classes = known;
    List<int[]> states = new ArrayList<>();
    List<Set<Integer>> outputs = new ArrayList<>();
    grow(states, outputs);
    literals.forEach((literal, ids) -> insert(literal, ids, states, outputs));
    link(states, outputs);
    next = new int[states.size() * classes];
    found = new int[states.size()][];
    for (int s = 0; s < found.length; s++) {
      for (int c = 0; c < classes; c++) {
        int to = states.get(s)[c];
        // Where the row of the next state begins; negative where something is found there.
        next[s * classes + c] = outputs.get(to).isEmpty() ? to * classes : ~(to * classes);
      }
      Set<Integer> ids = outputs.get(s);
      found[s] = ids.isEmpty() ? NOTHING : ids.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /**
   * @param literals folded and not empty, each with what it stands for
   * @return null if there are too many of them
   */
  public static LiteralAutomaton of(Map<String, int[]> literals) {
    long chars = literals.keySet().stream().mapToLong(String::length).sum();
    long different = literals.keySet().stream().flatMapToInt(String::chars).distinct().count() + 1;
    return (chars + 1) * different > MAX_CELLS ? null : new LiteralAutomaton(literals);
  }

  private void grow(List<int[]> states, List<Set<Integer>> outputs) {
    int[] row = new int[classes];
    Arrays.fill(row, -1);
    states.add(row);
    outputs.add(new LinkedHashSet<>());
  }

  private void insert(String literal, int[] ids, List<int[]> states, List<Set<Integer>> outputs) {
    int state = 0;
    for (int i = 0; i < literal.length(); i++) {
      int c = classOf(literal.charAt(i));
      if (states.get(state)[c] < 0) {
        states.get(state)[c] = states.size();
        grow(states, outputs);
      }
      state = states.get(state)[c];
    }
    for (int id : ids) {
      outputs.get(state).add(id);
    }
  }

  /** Fills in where to go on when a literal breaks off. */
  private void link(List<int[]> states, List<Set<Integer>> outputs) {
    int[] fail = new int[states.size()];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    int[] root = states.get(0);
    for (int c = 0; c < classes; c++) {
      if (root[c] < 0) {
        root[c] = 0;
      } else {
        queue.add(root[c]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int[] row = states.get(state);
      int[] back = states.get(fail[state]);
      outputs.get(state).addAll(outputs.get(fail[state]));
      for (int c = 0; c < classes; c++) {
        if (row[c] < 0) {
          row[c] = back[c];
        } else {
          fail[row[c]] = back[c];
          queue.add(row[c]);
        }
      }
    }
  }

  private int classOf(char c) {
    if (c < 128) {
      return asciiClass[c];
    }
    char folded = Letters.fold(c);
    return folded < 128 ? asciiClass[folded] : otherClass.getOrDefault(folded, 0);
  }

  /** Gives what the literals in this text stand for, some of it perhaps more than once. */
  public void scan(String text, Hits hits) {
    int row = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      row = next[row + (c < 128 ? asciiClass[c] : classOf(c))];
      if (row < 0) {
        row = ~row;
        hits.add(found[row / classes]);
      }
    }
  }

  /** Whether the text has any of the literals as a part. */
  boolean findsAny(String text) {
    int row = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      row = next[row + (c < 128 ? asciiClass[c] : classOf(c))];
      if (row < 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes what was found. */
  @FunctionalInterface
  public interface Hits {
    void add(int[] ids);
  }
}
