package io.mailtrail.enrich;

/**
 * A message whose value is JSON: an alert version or a failed record.
 *
 * @param key the Kafka key: the id of what it is about
 */
public record KeyedJson(String key, byte[] json) {}
