package io.mailtrail.normalise;

import java.util.ArrayList;
import java.util.List;

/** Where the values of a field that a rule names are to be found; worked out once per name. */
interface FieldReference {
  /** The values in the present record as text, in record order. */
  List<String> read(Picked picked);

  static FieldReference of(String field, Names names) {
    int slot = FieldCatalogue.find(field);
    if (slot >= 0 && FieldCatalogue.get(slot).type() != FieldType.FLAT_OBJECT) {
      if (field.startsWith("source.geo.") || field.startsWith("source.as.")) {
        return picked -> picked.place.values(field);
      }
      if (!field.startsWith(FieldCatalogue.AUDIT)) {
        return picked -> picked.texts(picked.get(slot));
      }
    }
    String name = field;
    if (name.startsWith(FieldCatalogue.OTHER + ".")) {
      name = name.substring(FieldCatalogue.OTHER.length() + 1);
    } else if (name.startsWith(FieldCatalogue.AUDIT)) {
      name = name.substring(FieldCatalogue.AUDIT.length());
    }
    return microsoft(name, names);
  }

  private static FieldReference microsoft(String name, Names names) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      Node node = names.child(names.top, name);
      return picked -> topLevel(picked, node);
    }
    Node top = names.child(names.top, name.substring(0, dot));
    String rest = name.substring(dot + 1);
    if (top.list != null) {
      return inList(top.list, rest, names);
    }
    Node node = walk(top, rest, names);
    return picked -> picked.texts(picked.first(node));
  }

  private static List<String> topLevel(Picked picked, Node node) {
    boolean visited = node.epoch == picked.epoch;
    boolean leaves = visited && node.firstLeaf != Picked.NONE;
    boolean whole = visited && node.rawSource != null;
    int scalar = node.slot >= 0 ? picked.get(node.slot) : Picked.NONE;
    if (scalar == Picked.NONE && !leaves && !whole) {
      return List.of();
    }
    if (!leaves && !whole) {
      return List.of(picked.word(scalar));
    }
    List<String> values = new ArrayList<>();
    if (scalar != Picked.NONE) {
      values.add(picked.text(scalar));
    }
    if (leaves) {
      values.addAll(picked.texts(node.firstLeaf));
    } else {
      values.add(
          new String(
              node.rawSource,
              node.rawStart,
              node.rawEnd - node.rawStart,
              java.nio.charset.StandardCharsets.UTF_8));
    }
    return values;
  }

  /** A name in a list may hold dots itself, or end in one of the words for its parts. */
  private static FieldReference inList(Node.Container list, String rest, Names names) {
    Node named = names.child(list.root, rest);
    Node walked = walk(list.root, rest, names);
    Node part = part(list, rest, names);
    boolean news = rest.equalsIgnoreCase("Value") || rest.equalsIgnoreCase("NewValue");
    boolean olds = rest.equalsIgnoreCase("OldValue");
    return picked -> {
      for (Node node : new Node[] {named, walked, part}) {
        if (node != null && picked.first(node) != Picked.NONE) {
          return picked.texts(picked.first(node));
        }
      }
      return news || olds ? all(picked, list, olds) : List.of();
    };
  }

  private static Node part(Node.Container list, String rest, Names names) {
    int dot = rest.lastIndexOf('.');
    if (dot < 0) {
      return null;
    }
    Node named = names.child(list.root, rest.substring(0, dot));
    String part = rest.substring(dot + 1);
    if (part.equalsIgnoreCase("OldValue")) {
      return names.child(named, "old");
    }
    return part.equalsIgnoreCase("NewValue") || part.equalsIgnoreCase("Value") ? named : null;
  }

  private static List<String> all(Picked picked, Node.Container list, boolean olds) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < list.count; i++) {
      Node node = list.touched[i];
      boolean old = node.path.equals("old") || node.path.endsWith(".old");
      if (old == olds) {
        values.addAll(picked.texts(picked.first(node)));
      }
    }
    return values;
  }

  private static Node walk(Node from, String path, Names names) {
    Node node = from;
    for (String part : path.split("\\.", -1)) {
      node = names.child(node, part);
    }
    return node;
  }
}
