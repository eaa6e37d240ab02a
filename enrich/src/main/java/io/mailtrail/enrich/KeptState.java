package io.mailtrail.enrich;

/**
 * What one key of a correlation keeps.
 *
 * @param family id of the correlation
 * @param facts how many
 * @param bytes of them in state, about: what the backend adds is not counted
 */
public record KeptState(String family, long facts, long bytes) {}
