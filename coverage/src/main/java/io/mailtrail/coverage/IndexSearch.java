package io.mailtrail.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * Asks the indices; one that does not exist yet is empty. Every method throws an unchecked
 * exception rather than answer in part: "none" over some of the shards would make nothing of what
 * the others hold.
 */
public interface IndexSearch {
  /** How many documents match. */
  long count(String index, ObjectNode query);

  /** The answer to a search, as OpenSearch gives it. */
  JsonNode search(String index, ObjectNode query);

  /** The source of every document that matches, in the order of a field that is unique. */
  void scan(String index, ObjectNode query, String unique, Consumer<JsonNode> each);
}
