package io.mailtrail.detect.sigma;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML that nobody vouches for. Scalars stay the text that was written ({@code 010}, {@code
 * 1.10} and {@code True} are not turned into something else); only null is null.
 */
public final class YamlDocuments {
  static final int MAX_CHARS = 1_000_000;
  static final int MAX_DEPTH = 40;
  static final int MAX_NODES = 50_000;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setCodePointLimit(MAX_CHARS)
          .setMaxAliasesForCollections(50)
          .setAllowRecursiveKeys(false)
          .setAllowNonScalarKeys(false)
          .setAllowDuplicateKeys(false)
          .build();

  private int nodes;

  private YamlDocuments() {}

  /**
   * The documents of one file, each a map; empty documents are left out.
   *
   * @throws RuleException if the text is not YAML, or not of our size and shape
   */
  public static List<Map<String, Object>> read(String yaml) {
    if (yaml.length() > MAX_CHARS) {
      throw new RuleException("document", "is longer than " + MAX_CHARS + " characters");
    }
    try {
      List<Map<String, Object>> documents = new ArrayList<>();
      YamlDocuments reader = new YamlDocuments();
      Parser events = new Shallow(new ParserImpl(SETTINGS, new StreamReader(SETTINGS, yaml)));
      for (Iterator<Node> nodes = new Composer(SETTINGS, events); nodes.hasNext(); ) {
        Object value = reader.value(nodes.next(), 0);
        if (value != null) {
          documents.add(map(value));
        }
      }
      return documents;
    } catch (YamlEngineException e) {
      throw new RuleException("document", "is not YAML: " + firstLines(e.getMessage()));
    }
  }

  /** The composer recurses, so what it is given is never deep. */
  private static final class Shallow implements Parser {
    private final Parser events;
    private int depth;

    Shallow(Parser events) {
      this.events = events;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return events.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
      return events.peekEvent();
    }

    @Override
    public boolean hasNext() {
      return events.hasNext();
    }

    @Override
    public Event next() {
      Event event = events.next();
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw new RuleException("document", "is nested deeper than " + MAX_DEPTH);
      }
      return event;
    }
  }

  private Object value(Node node, int depth) {
    if (depth > MAX_DEPTH) {
      throw new RuleException("document", "is nested deeper than " + MAX_DEPTH);
    }
    if (++nodes > MAX_NODES) {
      throw new RuleException("document", "has more than " + MAX_NODES + " values");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>(sequence.getValue().size());
      for (Node item : sequence.getValue()) {
        list.add(value(item, depth + 1));
      }
      return list;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new RuleException("document", "has a key that is not text");
      }
      if (map.containsKey(key.getValue())) {
        throw new RuleException("document", "has the key " + key.getValue() + " twice");
      }
      map.put(key.getValue(), value(tuple.getValueNode(), depth + 1));
    }
    return map;
  }

  @SuppressWarnings("unchecked") // value() makes no other maps
  private static Map<String, Object> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new RuleException("document", "is not a map of keys to values");
  }

  private static String firstLines(String message) {
    return message == null ? "" : message.lines().limit(3).reduce((a, b) -> a + " " + b).orElse("");
  }
}
