package io.mailtrail.enrich;

/**
 * What one key keeps.
 *
 * @param family id of a correlation that looks at the key, for the facts it looks at; {@link #ALL}
 *     for the whole key, which several correlations may share
 * @param facts how many
 * @param bytes of them in state, about: what the backend adds is not counted
 */
public record KeptState(String family, long facts, long bytes) {
  /** In the place of a correlation's id: all facts of the key. */
  public static final String ALL = "*";
}
