package io.mailtrail.coverage;

import java.time.Instant;

/**
 * A time over which one judgement holds.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Period(Instant from, Instant to, Judgement judgement) {}
