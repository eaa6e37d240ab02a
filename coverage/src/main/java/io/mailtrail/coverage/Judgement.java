package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an action would have been recorded at one time, and why.
 *
 * @param reason what decided it; for UNKNOWN, what would decide it
 * @param doubt for UNKNOWN, why that is not known
 */
public record Judgement(
    Recorded recorded,
    Reason reason,
    Doubt doubt,
    Optional<Instant> since,
    Optional<CoverageStatement> because,
    Set<Assumption> assumptions) {
  public Judgement {
    Objects.requireNonNull(recorded, "recorded");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(doubt, "doubt");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(because, "because");
    assumptions =
        assumptions.isEmpty()
            ? Set.of()
            : java.util.Collections.unmodifiableSet(EnumSet.copyOf(assumptions));
  }
}
