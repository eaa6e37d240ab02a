package io.mailtrail.normalise;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One path in Microsoft's records, such as {@code Item.Subject} or {@code Parameters.ForwardTo},
 * with what the present record has there. The path is known for as long as {@link Names} lives; the
 * values belong to the record of {@link #epoch}.
 */
final class Node {
  final Container container;

  /** The path inside the container's flat object: never empty, blank or with an empty part. */
  final String path;

  /** The path as a JSON member name with its colon. */
  final byte[] member;

  /** Slot of the catalogued field of this name, or -1. Only a top-level name has one. */
  final int slot;

  /** The name/value list at this name, or null. Only a top-level name has one. */
  final Container list;

  /** Whether it is a top-level name that Mailtrail does not know. */
  boolean stranger;

  /** Whether it is a name that Mailtrail does not know, inside of one that it does. */
  boolean strangeInside;

  final Map<String, Node> children = new HashMap<>(4);

  // Of the present record:
  long epoch;
  int firstLeaf;
  int lastLeaf;
  int elements;
  int rawStart;
  int rawEnd;
  byte[] rawSource;

  Node(Container container, String path, byte[] member, int slot, Container list) {
    this.container = container;
    this.path = path;
    this.member = member;
    this.slot = slot;
    this.list = list;
  }

  void begin(long record) {
    epoch = record;
    firstLeaf = -1;
    lastLeaf = -1;
    elements = 0;
    rawSource = null;
  }

  /** A flat object of the event: a name/value list, or {@code other}. */
  static final class Container {
    final int slot;
    final Map<String, Node> byPath = new HashMap<>();

    /** Node with an empty path: the parent of the names in it. */
    Node root;

    // Of the present record:
    long epoch;
    Node[] touched = new Node[16];
    int count;

    /** Whether the order in which names came means nothing, so that ours is used. */
    boolean unordered;

    Container(int slot) {
      this.slot = slot;
    }

    void begin(long record) {
      epoch = record;
      count = 0;
      unordered = false;
    }

    void touch(Node node) {
      if (count == touched.length) {
        touched = Arrays.copyOf(touched, 2 * count);
      }
      touched[count++] = node;
    }

    /** Takes back all that a node has in the present record. */
    void remove(Node node) {
      for (int i = 0; i < count; i++) {
        if (touched[i] == node) {
          System.arraycopy(touched, i + 1, touched, i, count - i - 1);
          count--;
          node.firstLeaf = Picked.NONE;
          return;
        }
      }
    }
  }
}
