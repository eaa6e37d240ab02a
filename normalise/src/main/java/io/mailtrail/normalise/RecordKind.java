package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.RecordTypes;
import java.util.OptionalLong;

/**
 * What {@code RecordType} says, as a number, the digits of one, or a name.
 *
 * @param number {@link #UNKNOWN} for a name that is not known
 * @param digits the number as text; null without one
 * @param name the name, else the text as sent
 * @param documented whether Microsoft documents it
 */
record RecordKind(
    long number,
    byte[] digits,
    byte[] name,
    boolean documented,
    RecordFamily family,
    SliceCache<Operation> operations) {
  static final long UNKNOWN = Long.MIN_VALUE;
  private static final int OPERATIONS = 128;

  static RecordKind of(String sent) {
    String text = sent.strip();
    long number = number(text);
    byte[] digits = number == UNKNOWN ? null : Long.toString(number).getBytes(UTF_8);
    String name = number == UNKNOWN ? text : RecordTypes.name(number).orElse(Long.toString(number));
    return new RecordKind(
        number,
        digits,
        name.getBytes(UTF_8),
        RecordTypes.name(number).isPresent(),
        RecordFamily.of(number),
        new SliceCache<>(OPERATIONS, operation -> Operation.of(number, operation)));
  }

  boolean isOf(RecordFamily candidate) {
    return family == candidate;
  }

  private static long number(String text) {
    OptionalLong named = RecordTypes.number(text);
    if (named.isPresent()) {
      return named.getAsLong();
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
