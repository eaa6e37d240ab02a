package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what is present in a {@link Picked} as one JSON object, nested as the {@link
 * FieldCatalogue} says. Only catalogued fields can come out, each in its one type. Not thread-safe.
 */
final class DocumentWriter {
  private static final int PLACE = FieldCatalogue.slot("source.geo.country_iso_code");
  private static final int TRUNCATED = FieldCatalogue.slot("mailtrail.truncated");
  private static final Comparator<Node> BY_PATH = Comparator.comparing(node -> node.path);

  // The tree of objects, as arrays by object number; the root is 0.
  private final int[] parent;
  private final int[] depth;
  private final byte[][] opening;

  // By slot:
  private final int[] object;
  private final byte[][] member;
  private final FieldType[] type;
  private final boolean[] list;

  private final JsonOutput out = new JsonOutput();
  private int budget;
  private int current;
  private boolean comma;

  DocumentWriter() {
    List<Field> fields = FieldCatalogue.fields();
    Map<String, Integer> objects = new HashMap<>(Map.of("", 0));
    List<Integer> parents = new ArrayList<>(List.of(0));
    List<Integer> depths = new ArrayList<>(List.of(0));
    List<byte[]> openings = new ArrayList<>(List.of(new byte[] {'{'}));
    object = new int[fields.size()];
    member = new byte[fields.size()][];
    type = new FieldType[fields.size()];
    list = new boolean[fields.size()];
    for (int slot = 0; slot < fields.size(); slot++) {
      Field field = fields.get(slot);
      object[slot] = object(field.object(), objects, parents, depths, openings);
      member[slot] = ("\"" + field.name() + "\":").getBytes(UTF_8);
      type[slot] = field.type();
      list[slot] = field.list();
    }
    parent = parents.stream().mapToInt(Integer::intValue).toArray();
    depth = depths.stream().mapToInt(Integer::intValue).toArray();
    opening = openings.toArray(byte[][]::new);
    // The place is written as one piece with its own objects, into the object of the address.
    object[PLACE] = parent[object[PLACE]];
  }

  private static int object(
      String path,
      Map<String, Integer> objects,
      List<Integer> parents,
      List<Integer> depths,
      List<byte[]> openings) {
    Integer known = objects.get(path);
    if (known != null) {
      return known;
    }
    int dot = path.lastIndexOf('.');
    int above = object(path.substring(0, Math.max(dot, 0)), objects, parents, depths, openings);
    int number = parents.size();
    objects.put(path, number);
    parents.add(above);
    depths.add(depths.get(above) + 1);
    openings.add(("\"" + path.substring(dot + 1) + "\":{").getBytes(UTF_8));
    return number;
  }

  /** The document. May note in the picked values which fields it had to cut. */
  byte[] write(Picked picked, int recordLength) {
    out.clear();
    // Short names deep inside make long paths; this bounds what a hostile record can blow up to.
    budget = recordLength + recordLength / 2 + 64 * 1024;
    current = 0;
    comma = false;
    out.put('{');
    for (int word = 0; word < picked.present.length; word++) {
      for (long bits = picked.present[word]; bits != 0; bits &= bits - 1) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        if (slot != TRUNCATED) {
          slot(picked, slot);
        }
      }
    }
    truncated(picked);
    enter(0);
    out.put('}');
    return out.toBytes();
  }

  private void slot(Picked picked, int slot) {
    if (slot == PLACE) {
      enter(object[slot]);
      comma();
      out.put(picked.place.members());
      comma = true;
    } else if (type[slot] == FieldType.FLAT_OBJECT) {
      flat(picked, slot);
    } else {
      int leaf = picked.get(slot);
      if (list[slot]) {
        begin(slot);
        out.put('[');
        for (int next = leaf; next != Picked.NONE; next = picked.next(next)) {
          value(picked, slot, next);
          out.put(picked.next(next) == Picked.NONE ? ']' : ',');
        }
      } else if (!picked.isEmpty(leaf)) {
        begin(slot);
        value(picked, slot, leaf);
      }
    }
  }

  private void begin(int slot) {
    enter(object[slot]);
    comma();
    out.put(member[slot]);
    comma = true;
  }

  private void value(Picked picked, int slot, int leaf) {
    if (type[slot].isText()) {
      text(picked, slot, leaf);
    } else if (type[slot] == FieldType.BOOLEAN) {
      out.put(picked.matches(leaf, "true") ? Constants.TRUE : Constants.FALSE);
    } else {
      out.put(picked.source(leaf), picked.start(leaf), picked.length(leaf));
    }
  }

  private void flat(Picked picked, int slot) {
    Node.Container container = container(picked.names, slot);
    if (container.unordered) {
      Arrays.sort(container.touched, 0, container.count, BY_PATH);
    }
    begin(slot);
    out.put('{');
    int begin = out.length();
    int limit = out.length() + budget;
    boolean first = true;
    for (int i = 0; i < container.count; i++) {
      Node node = container.touched[i];
      if (node.firstLeaf == Picked.NONE) {
        continue;
      }
      if (out.length() + node.member.length > limit) {
        picked.truncated(slot);
        break;
      }
      if (!first) {
        out.put(',');
      }
      first = false;
      out.put(node.member);
      values(picked, slot, node.firstLeaf, limit);
    }
    out.put('}');
    budget = Math.max(0, budget - (out.length() - begin));
  }

  private void values(Picked picked, int slot, int firstLeaf, int limit) {
    boolean several = picked.next(firstLeaf) != Picked.NONE;
    if (several) {
      out.put('[');
    }
    text(picked, slot, firstLeaf);
    for (int leaf = picked.next(firstLeaf); leaf != Picked.NONE; leaf = picked.next(leaf)) {
      if (out.length() > limit) {
        picked.truncated(slot);
        break;
      }
      out.put(',');
      text(picked, slot, leaf);
    }
    if (several) {
      out.put(']');
    }
  }

  private static Node.Container container(Names names, int slot) {
    for (Node.Container container : names.containers) {
      if (container.slot == slot) {
        return container;
      }
    }
    throw new IllegalStateException("no flat object at slot " + slot);
  }

  private void truncated(Picked picked) {
    boolean first = true;
    for (int word = 0; word < picked.truncated.length; word++) {
      for (long bits = picked.truncated[word]; bits != 0; bits &= bits - 1) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(bits);
        if (first) {
          begin(TRUNCATED);
        }
        out.put(first ? '[' : ',');
        first = false;
        out.put('"');
        out.put(FieldCatalogue.get(slot).path().getBytes(UTF_8));
        out.put('"');
      }
    }
    if (!first) {
      out.put(']');
    }
  }

  // --- objects

  private void enter(int target) {
    if (target == current) {
      return;
    }
    while (!above(current, target)) {
      out.put('}');
      current = parent[current];
      comma = true;
    }
    open(target);
  }

  private boolean above(int candidate, int target) {
    int ancestor = target;
    while (depth[ancestor] > depth[candidate]) {
      ancestor = parent[ancestor];
    }
    return ancestor == candidate;
  }

  private void open(int target) {
    if (target == current) {
      return;
    }
    open(parent[target]);
    comma();
    out.put(opening[target]);
    current = target;
    comma = false;
  }

  private void comma() {
    if (comma) {
      out.put(',');
    }
  }

  private void text(Picked picked, int slot, int leaf) {
    byte[] bytes = picked.source(leaf);
    int start = picked.start(leaf);
    int count = picked.length(leaf);
    if (count > Limits.MAX_TERM_CHARS) {
      int kept = JsonOutput.bounded(bytes, start, count, Limits.MAX_TERM_CHARS);
      if (kept < count) {
        picked.truncated(slot);
        count = kept;
      }
    }
    if (picked.is(leaf, Picked.ESCAPE)) {
      out.escaped(bytes, start, count);
    } else {
      out.quoted(bytes, start, count);
    }
  }
}
