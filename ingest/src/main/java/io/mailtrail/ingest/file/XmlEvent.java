package io.mailtrail.ingest.file;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads one {@code Event} element. By the platform's own parser, without document types, entities
 * of the file's own, or namespaces: prefixes are cut off, declared or not. Not thread-safe.
 */
final class XmlEvent {
  private static final int MAX_DEPTH = 16;

  /** Microsoft's own sample names the element and the attribute at once. */
  private static final Pattern NAMED_AND_VALUED =
      Pattern.compile("<((?:\\w+:)?Item(?:Id)?)\\s*=\\s*([\"'])");

  private final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();

  private record Node(
      String name, Map<String, String> attributes, List<Node> children, StringBuilder text) {
    boolean isLeaf() {
      return children.isEmpty() && attributes.isEmpty();
    }
  }

  XmlEvent() {
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside of the file is read");
        });
  }

  /**
   * @throws XMLStreamException if it is not well-formed, or nested without measure
   */
  ExportItem read(String text) throws XMLStreamException {
    try {
      return item(parse(text));
    } catch (XMLStreamException e) {
      String mended = NAMED_AND_VALUED.matcher(text).replaceAll("<$1 Id=$2");
      if (mended.equals(text)) {
        throw e;
      }
      return item(parse(mended));
    }
  }

  private Node parse(String text) throws XMLStreamException {
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
    try {
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        // What may stand before an element.
      }
      Node event = element(reader, 1);
      while (reader.hasNext()) {
        reader.next();
      }
      return event;
    } finally {
      reader.close();
    }
  }

  private static Node element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > MAX_DEPTH) {
      throw new XMLStreamException("nested deeper than " + MAX_DEPTH + " levels");
    }
    Node node =
        new Node(
            local(reader.getLocalName()),
            ExportItem.newFields(),
            new ArrayList<>(),
            new StringBuilder());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = reader.getAttributeLocalName(i);
      String value = reader.getAttributeValue(i).strip();
      if (!name.toLowerCase(Locale.ROOT).startsWith("xmlns") && !value.isEmpty()) {
        node.attributes.putIfAbsent(local(name), value);
      }
    }
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> node.children.add(element(reader, depth + 1));
        case XMLStreamConstants.END_ELEMENT -> {
          return node;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            node.text.append(reader.getText());
        case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> {
          // Says nothing about the event.
        }
        default -> throw new XMLStreamException("something other than elements and text");
      }
    }
  }

  private static ExportItem item(Node event) {
    ExportItem item = ExportItem.empty();
    event.attributes.forEach(item::field);
    for (Node child : event.children) {
      if (child.isLeaf()) {
        item.field(child.name, child.text.toString());
      } else if (child.children.isEmpty()) {
        item.element(child.name, flat(child));
      } else {
        child.attributes.forEach((name, value) -> item.field(child.name + "." + name, value));
        child.children.forEach(element -> item.element(child.name, flat(element)));
      }
    }
    return item;
  }

  private static Map<String, String> flat(Node node) {
    Map<String, String> fields = ExportItem.newFields();
    flatten("", node, fields);
    return fields;
  }

  private static void flatten(String path, Node node, Map<String, String> fields) {
    node.attributes.forEach((name, value) -> fields.putIfAbsent(path + name, value));
    String text = node.text.toString().strip();
    if (!text.isEmpty()) {
      fields.putIfAbsent(path.isEmpty() ? "Value" : path.substring(0, path.length() - 1), text);
    }
    node.children.forEach(child -> flatten(path + child.name + ".", child, fields));
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }
}
