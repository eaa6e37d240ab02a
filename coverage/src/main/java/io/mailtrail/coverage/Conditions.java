package io.mailtrail.coverage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;

/** Writes the conditions of an OpenSearch query that all (or any) must hold. */
public final class Conditions {
  private final ArrayNode conditions;

  private Conditions(ArrayNode conditions) {
    this.conditions = conditions;
  }

  /** A search with these conditions, all of which must hold. */
  public static ObjectNode query(Consumer<Conditions> all) {
    ObjectNode root = Json.mapper().createObjectNode();
    all.accept(new Conditions(root.putObject("query").putObject("bool").putArray("filter")));
    return root;
  }

  public Conditions terms(String field, Collection<String> values) {
    ArrayNode terms = conditions.addObject().putObject("terms").putArray(field);
    values.forEach(terms::add);
    return this;
  }

  /** Any of the values, in any letter case. */
  public Conditions texts(String field, Collection<String> values) {
    return anyOf(
        any ->
            values.forEach(
                value ->
                    any.conditions
                        .addObject()
                        .putObject("term")
                        .putObject(field)
                        .put("value", value)
                        .put("case_insensitive", true)));
  }

  public Conditions range(String field, String limit, Instant time) {
    conditions.addObject().putObject("range").putObject(field).put(limit, time.toString());
    return this;
  }

  public Conditions absent(String field) {
    conditions
        .addObject()
        .putObject("bool")
        .putObject("must_not")
        .putObject("exists")
        .put("field", field);
    return this;
  }

  public Conditions not(String field, String value) {
    conditions
        .addObject()
        .putObject("bool")
        .putObject("must_not")
        .putObject("term")
        .put(field, value);
    return this;
  }

  public Conditions anyOf(Consumer<Conditions> any) {
    ObjectNode bool = conditions.addObject().putObject("bool");
    bool.put("minimum_should_match", 1);
    any.accept(new Conditions(bool.putArray("should")));
    return this;
  }

  public Conditions allOf(Consumer<Conditions> all) {
    all.accept(new Conditions(conditions.addObject().putObject("bool").putArray("filter")));
    return this;
  }
}
