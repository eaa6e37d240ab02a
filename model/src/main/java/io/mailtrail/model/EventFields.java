package io.mailtrail.model;

import java.util.List;

/**
 * What a rule can ask of one event. Fields go by Microsoft's names as they stand in the record
 * ({@code Operation}, {@code Parameters.ForwardTo}, {@code ExtendedProperties.UserAgent}) and by
 * ECS names ({@code source.ip}, {@code user.email}, {@code source.as.number}).
 *
 * <p>Name/value lists answer in two ways: {@code Parameters.ForwardTo} gives the value of that
 * name, {@code Parameters} the whole list as text.
 */
public interface EventFields {
  /** The name that stands for the whole record, as the text that it is: for keyword searches. */
  String WHOLE_RECORD = "*";

  /** The {@link RecordId}. */
  String recordId();

  /** Event time, milliseconds since the epoch. */
  long time();

  /** Tenant id. */
  String tenant();

  /** One readable sentence: who did what to what from where. */
  String message();

  /** The values of a field as text, in record order; empty where the event does not have it. */
  List<String> values(String field);
}
