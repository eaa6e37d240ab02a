package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mailtrail.model.Digests;
import io.mailtrail.model.Limits;
import io.mailtrail.normalise.Node.Container;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The field names seen so far, as a tree of {@link Node}s, and the JSON factory that knows them
 * too. Both only save work; when strangers have filled them, {@link Normaliser} starts new ones.
 */
final class Names {
  /**
   * Longest path kept in a flat object, in characters; OpenSearch indexes path and value as one.
   */
  static final int MAX_PATH_CHARS = 256;

  private static final int MAX_NODES = 10_000;
  private static final int MAX_CHARS = 1_000_000;
  private static final Map<String, String> CANONICAL = canonicalNames();
  private static final Set<String> KNOWN = Set.copyOf(CANONICAL.values());

  final JsonFactory factory =
      JsonFactory.builder()
          // A hostile record must not make the symbol table throw; it is bounded here instead.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.MAX_NESTING_DEPTH)
                  .maxStringLength(Limits.MAX_RECORD_BYTES)
                  .maxNameLength(Limits.MAX_RECORD_BYTES)
                  .maxNumberLength(Limits.MAX_RECORD_BYTES)
                  .build())
          .build();

  final Container other = new Container(FieldCatalogue.slot(FieldCatalogue.OTHER));
  final List<Container> containers = new ArrayList<>();
  final Node top;
  final Paths paths;
  private final Map<String, FieldReference> references = new HashMap<>();
  private int nodes;
  private long chars;
  private boolean flooded;

  Names() {
    top = root(other);
    for (Field field : FieldCatalogue.fields()) {
      if (field.type() == FieldType.FLAT_OBJECT && !field.path().equals(FieldCatalogue.OTHER)) {
        Container list = new Container(FieldCatalogue.slot(field.path()));
        list.root = root(list);
        containers.add(list);
        top.children.put(field.name(), add(other, field.name(), -1, list));
      }
    }
    containers.add(other);
    other.root = top;
    paths = new Paths(this);
  }

  /** Whether so many strange names came by that it is better to start anew. */
  boolean exhausted() {
    return flooded || nodes > MAX_NODES || chars > MAX_CHARS || references.size() > MAX_NODES;
  }

  /** Notes that a record had more names than were looked at; the parser may have kept them. */
  void flood() {
    flooded = true;
  }

  /** The node of a name inside another node. */
  Node child(Node parent, String spelled) {
    Node known = parent.children.get(spelled);
    return known != null ? known : grow(parent, spelled);
  }

  /** The node of a path such as {@code Item.ParentFolder.Path}, from the top. */
  Node node(String path) {
    String[] parts = path.split("\\.", -1);
    Node node = child(top, parts[0]);
    if (node.list != null && parts.length > 1) {
      node = node.list.root;
    }
    for (int i = 1; i < parts.length; i++) {
      node = child(node, parts[i]);
    }
    return node;
  }

  Node[] nodes(String... paths) {
    Node[] nodes = new Node[paths.length];
    for (int i = 0; i < paths.length; i++) {
      nodes[i] = node(paths[i]);
    }
    return nodes;
  }

  /** The node of a name, which may hold dots, in a name/value list. */
  Node inList(String list, String name) {
    return child(child(top, list).list.root, name);
  }

  /** What a rule's field name refers to. */
  FieldReference reference(String field) {
    FieldReference known = references.get(field);
    if (known == null) {
      known = FieldReference.of(field, this);
      references.put(field, known);
    }
    return known;
  }

  private Node root(Container container) {
    return new Node(container, "", new byte[0], -1, null);
  }

  private Node grow(Node parent, String spelled) {
    String name = safe(spelled);
    String path = parent.path.isEmpty() ? name : shorten(parent.path + "." + name);
    Node node = parent.container.byPath.get(path);
    if (node == null) {
      node = add(parent.container, path, parent == top ? scalarSlot(name) : -1, null);
      node.stranger = parent == top && !KNOWN.contains(name);
      // In a name/value list every name is somebody's.
      node.strangeInside =
          parent != top
              && parent.container == other
              && !parent.stranger
              && !parent.strangeInside
              && !KNOWN.contains(name);
    }
    parent.children.put(spelled, node);
    nodes++;
    chars += spelled.length();
    return node;
  }

  private static int scalarSlot(String name) {
    int slot = FieldCatalogue.find(FieldCatalogue.AUDIT + name);
    return slot >= 0 && FieldCatalogue.get(slot).type() == FieldType.FLAT_OBJECT ? -1 : slot;
  }

  private Node add(Container container, String path, int slot, Container list) {
    byte[] member =
        ("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(path)) + "\":")
            .getBytes(UTF_8);
    Node node = new Node(container, path, member, slot, list);
    container.byPath.put(path, node);
    nodes++;
    chars += path.length();
    return node;
  }

  /**
   * A name that can be part of a path in a flat object: Microsoft's spelling where it is known, no
   * dots or control characters, not blank, not too long.
   */
  static String safe(String spelled) {
    String known = spelled.length() < 64 ? CANONICAL.get(folded(spelled)) : null;
    if (known != null) {
      return known;
    }
    StringBuilder name = new StringBuilder(spelled.length());
    for (int i = 0; i < spelled.length() && i <= MAX_PATH_CHARS; i++) {
      char c = spelled.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < spelled.length()
              && Character.isLowSurrogate(spelled.charAt(i + 1));
      if (pair) {
        name.append(c).append(spelled.charAt(++i));
      } else {
        boolean keep = c != '.' && !Character.isISOControl(c) && !Character.isSurrogate(c);
        name.append(keep ? c : '_');
      }
    }
    String stripped = name.toString().strip();
    if (stripped.isEmpty()) {
      return "_";
    }
    return spelled.length() > MAX_PATH_CHARS ? digested(stripped, spelled) : stripped;
  }

  /** Equal for two names where {@link String#equalsIgnoreCase} says so. */
  private static String folded(String name) {
    StringBuilder folded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      folded.append(Character.toLowerCase(Character.toUpperCase(name.charAt(i))));
    }
    return folded.toString();
  }

  private static String shorten(String path) {
    return path.length() <= MAX_PATH_CHARS ? path : digested(path, path);
  }

  private static String digested(String shown, String whole) {
    int end = Math.min(shown.length(), MAX_PATH_CHARS - 40);
    if (end > 0 && Character.isHighSurrogate(shown.charAt(end - 1))) {
      end--;
    }
    // A cut must not leave an empty part at the end of the path.
    String start = shown.substring(0, end).strip();
    return (start.endsWith(".") ? start + "_" : start)
        + "~"
        + Digests.sha256(whole.getBytes(UTF_8)).substring(0, 16);
  }

  private static Map<String, String> canonicalNames() {
    Map<String, String> names = new HashMap<>();
    for (String name : FieldCatalogue.lines("names.txt")) {
      names.put(folded(name), name);
    }
    for (Field field : FieldCatalogue.fields()) {
      if (field.path().startsWith(FieldCatalogue.AUDIT)
          && !field.path().equals(FieldCatalogue.OTHER)) {
        names.put(folded(field.name()), field.name());
      }
    }
    return Map.copyOf(names);
  }
}
