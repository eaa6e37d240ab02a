package io.mailtrail.dashboards.store;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a search. That OpenSearch cannot be reached is an exception instead. */
public sealed interface Answer {
  /** It ran; perhaps not to its end, see {@link #isPartial()}. */
  record Found(JsonNode body) implements Answer {
    /** Whether time ran out or a part of the index did not answer: there may be more. */
    public boolean isPartial() {
      return body.path("timed_out").asBoolean() || body.path("_shards").path("failed").asInt() > 0;
    }

    public long total() {
      return body.path("hits").path("total").path("value").asLong();
    }

    public JsonNode hits() {
      return body.path("hits").path("hits");
    }

    public JsonNode aggregation(String name) {
      return body.path("aggregations").path(name);
    }
  }

  /**
   * OpenSearch did not accept it.
   *
   * @param sentence what is wrong, for the person who asked
   * @param tookTooLong it was given up for lack of time; nothing is wrong with the request
   */
  record Refused(String sentence, boolean tookTooLong) implements Answer {}

  /**
   * The answer to a request that does not depend on what a user typed.
   *
   * @throws StoreException if it was refused; {@link StoreException.TookTooLong} if it was given up
   */
  default Found orThrow() {
    if (this instanceof Found found) {
      return found;
    }
    Refused refused = (Refused) this;
    if (refused.tookTooLong()) {
      throw new StoreException.TookTooLong(refused.sentence());
    }
    throw new StoreException("OpenSearch refused a search: " + refused.sentence(), null);
  }

  /**
   * The same, for whom a part of the answer would be worse than none.
   *
   * @throws StoreException if it was refused, or is partial
   */
  default Found wholeOrThrow() {
    Found found = orThrow();
    if (found.isPartial()) {
      throw new StoreException("OpenSearch answered in part only", null);
    }
    return found;
  }
}
