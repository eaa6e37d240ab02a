package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What one pass picked out of a record, and what was derived from it: values by slot of the {@link
 * FieldCatalogue} and by {@link Node}. A value ("leaf") is a range of bytes: mostly of the record
 * itself, else of the {@link Arena} or a constant. Reused from record to record.
 */
final class Picked {
  /** The value holds what JSON text must escape. */
  static final byte ESCAPE = 1;

  static final byte TEXT = 2;
  static final byte NUMBER = 4;
  static final byte BOOLEAN = 8;

  /** More values of one record than this are not kept apart: the event says that it is cut. */
  static final int MAX_LEAVES = 20_000;

  /** More different paths in one record than this are not kept apart. */
  static final int MAX_PATHS = 2_000;

  static final int NONE = -1;

  private final int slots = FieldCatalogue.fields().size();
  private final int[] first = new int[slots];
  private final int[] last = new int[slots];
  final long[] present = new long[(slots + 63) / 64];
  final long[] truncated = new long[present.length];

  private byte[][] source = new byte[256][];
  private int[] start = new int[256];
  private int[] length = new int[256];
  private int[] next = new int[256];
  private byte[] flags = new byte[256];
  private int leaves;
  private int paths;

  private final List<Node> strangers = new ArrayList<>();
  private final List<Node> misfits = new ArrayList<>();
  private final SliceCache<String> words = new SliceCache<>(1024, word -> word);
  final Arena arena = new Arena();
  Names names = new Names();
  Place place = Place.NOWHERE;

  /** Counts records, so that what belongs to an earlier one is not taken for the present one's. */
  long epoch;

  void begin() {
    epoch++;
    Arrays.fill(present, 0);
    Arrays.fill(truncated, 0);
    arena.clear();
    leaves = 0;
    paths = 0;
    strangers.clear();
    misfits.clear();
    place = Place.NOWHERE;
    if (names.exhausted()) {
      names = new Names();
    }
    for (Node.Container container : names.containers) {
      container.begin(epoch);
    }
  }

  // --- leaves

  int leaf(byte[] from, int at, int count, int flag) {
    int leaf = leaves;
    if (leaf == start.length) {
      int size = 2 * leaf;
      source = Arrays.copyOf(source, size);
      start = Arrays.copyOf(start, size);
      length = Arrays.copyOf(length, size);
      next = Arrays.copyOf(next, size);
      flags = Arrays.copyOf(flags, size);
    }
    source[leaf] = from;
    start[leaf] = at;
    length[leaf] = count;
    next[leaf] = NONE;
    flags[leaf] = (byte) flag;
    leaves++;
    return leaf;
  }

  /** A leaf of what the arena holds since a mark. */
  int written(int mark, int flag) {
    return leaf(arena.bytes(), mark, arena.length() - mark, flag);
  }

  boolean full() {
    return leaves >= MAX_LEAVES;
  }

  byte[] source(int leaf) {
    return source[leaf];
  }

  int start(int leaf) {
    return start[leaf];
  }

  int length(int leaf) {
    return length[leaf];
  }

  int next(int leaf) {
    return next[leaf];
  }

  boolean is(int leaf, int flag) {
    return (flags[leaf] & flag) != 0;
  }

  int escape(int leaf) {
    return flags[leaf] & ESCAPE;
  }

  String text(int leaf) {
    return new String(source[leaf], start[leaf], length[leaf], UTF_8);
  }

  /** The text of a leaf that often is the same, such as a parameter's name. */
  String word(int leaf) {
    return words.get(source[leaf], start[leaf], length[leaf]);
  }

  boolean isEmpty(int leaf) {
    return length[leaf] == 0;
  }

  /** Whether a leaf is this ASCII text, in any letter case. */
  boolean matches(int leaf, String lowerCase) {
    return leaf != NONE && length[leaf] == lowerCase.length() && matches(leaf, 0, lowerCase);
  }

  /** Whether this ASCII text, in any letter case, stands at a place in a leaf, which is as long. */
  boolean matches(int leaf, int from, String lowerCase) {
    byte[] bytes = source[leaf];
    int at = start[leaf] + from;
    for (int i = 0; i < lowerCase.length(); i++) {
      int c = bytes[at + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean contains(int leaf, byte ascii) {
    for (int i = start[leaf]; i < start[leaf] + length[leaf]; i++) {
      if (source[leaf][i] == ascii) {
        return true;
      }
    }
    return false;
  }

  boolean startsWith(int leaf, byte[] begin) {
    return length[leaf] > begin.length
        && Arrays.equals(
            source[leaf], start[leaf], start[leaf] + begin.length, begin, 0, begin.length);
  }

  // --- slots

  boolean has(int slot) {
    return (present[slot >> 6] & (1L << slot)) != 0;
  }

  /** The (first) leaf of a slot, or NONE. */
  int get(int slot) {
    return has(slot) ? first[slot] : NONE;
  }

  /** The leaf of a slot if it holds anything but empty text, or NONE. */
  int filled(int slot) {
    return has(slot) && length[first[slot]] > 0 ? first[slot] : NONE;
  }

  void set(int slot, int leaf) {
    first[slot] = leaf;
    last[slot] = leaf;
    present[slot >> 6] |= 1L << slot;
  }

  void set(int slot, byte[] constant) {
    set(slot, leaf(constant, 0, constant.length, TEXT));
  }

  /** Another name for a leaf: its own link, the same bytes. */
  int alias(int leaf) {
    return leaf(source[leaf], start[leaf], length[leaf], flags[leaf]);
  }

  void add(int slot, int leaf) {
    if (has(slot)) {
      next[last[slot]] = leaf;
      last[slot] = leaf;
    } else {
      set(slot, leaf);
    }
  }

  void add(int slot, byte[] constant) {
    add(slot, leaf(constant, 0, constant.length, TEXT));
  }

  /** Adds text to a list slot unless it is there already. */
  void addOnce(int slot, byte[] text) {
    for (int leaf = get(slot); leaf != NONE; leaf = next[leaf]) {
      if (Arrays.equals(
          source[leaf], start[leaf], start[leaf] + length[leaf], text, 0, text.length)) {
        return;
      }
    }
    add(slot, leaf(text, 0, text.length, TEXT | ESCAPE));
  }

  /** Whether two leaves are the same text. */
  boolean same(int some, int other) {
    return length[some] == length[other]
        && Arrays.equals(
            source[some],
            start[some],
            start[some] + length[some],
            source[other],
            start[other],
            start[other] + length[other]);
  }

  void truncated(int slot) {
    truncated[slot >> 6] |= 1L << slot;
  }

  // --- nodes

  /** Marks that the present record has this path. False: it has too many, this one is left out. */
  boolean visit(Node node) {
    if (node.epoch == epoch) {
      return true;
    }
    if (paths >= MAX_PATHS) {
      names.flood();
      truncated(node.container.slot);
      return false;
    }
    paths++;
    node.begin(epoch);
    if (node.stranger || node.strangeInside) {
      strangers.add(node);
    }
    return true;
  }

  /** Names in the present record that Mailtrail does not know, also those inside of known ones. */
  List<Node> strangers() {
    return strangers;
  }

  /** Top-level fields of the present record with a value that does not fit their type. */
  List<Node> misfits() {
    return misfits;
  }

  /** Adds a leaf to a visited node. */
  void add(Node node, int leaf) {
    if (node.firstLeaf == NONE) {
      node.firstLeaf = leaf;
      node.container.touch(node);
    } else {
      next[node.lastLeaf] = leaf;
    }
    node.lastLeaf = leaf;
  }

  /** The first leaf of a node in the present record, or NONE. */
  int first(Node node) {
    return node.epoch == epoch ? node.firstLeaf : NONE;
  }

  int elements(Node node) {
    return node.epoch == epoch ? node.elements : 0;
  }

  List<String> texts(int firstLeaf) {
    if (firstLeaf == NONE) {
      return List.of();
    }
    if (next[firstLeaf] == NONE) {
      return List.of(text(firstLeaf));
    }
    List<String> texts = new ArrayList<>();
    for (int leaf = firstLeaf; leaf != NONE; leaf = next[leaf]) {
      texts.add(text(leaf));
    }
    return texts;
  }
}
