package io.mailtrail.ingest.api;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.mailtrail.ingest.api.Outcome.Refused;
import java.io.Serializable;
import java.time.Duration;

/**
 * Repeats a call that may succeed later: with growing waits, jitter, and what the server asked for
 * in {@code Retry-After}. Waits that are too long for a thread to sit through are left to the
 * caller, who gets the refusal and can do something else meanwhile.
 *
 * @param times repeats at most
 * @param first wait before the first repeat
 * @param longest longest wait between two attempts
 */
public record Retries(int times, Duration first, Duration longest) implements Serializable {
  /** For the real API. */
  public static final Retries DEFAULT =
      new Retries(5, Duration.ofSeconds(1), Duration.ofSeconds(30));

  private static final double JITTER = 0.2;

  <T> Outcome<T> run(CheckedSupplier<Outcome<T>> call) throws InterruptedException {
    RetryPolicy<Outcome<T>> policy =
        RetryPolicy.<Outcome<T>>builder()
            .handleResultIf(this::worthWaiting)
            .withBackoff(first, longest)
            .withJitter(JITTER)
            .withMaxRetries(times)
            .withDelayFn(context -> asked(context.getLastResult()))
            .build();
    try {
      return Failsafe.with(policy).get(call);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      throw e;
    }
  }

  private <T> boolean worthWaiting(Outcome<T> outcome) {
    return outcome instanceof Refused<T> refused
        && (refused.refusal().remedy() == Remedy.RETRY
            || refused.refusal().remedy() == Remedy.SIGN_IN_AGAIN)
        && refused.refusal().retryAfter().orElse(Duration.ZERO).compareTo(longest) <= 0;
  }

  /** Negative where the server asked for nothing: then the backoff decides. */
  private static <T> Duration asked(Outcome<T> outcome) {
    if (outcome instanceof Refused<T> refused && refused.refusal().retryAfter().isPresent()) {
      // Jitter goes both ways; nobody may come back before the time.
      return refused
          .refusal()
          .retryAfter()
          .get()
          .plusMillis((long) (refused.refusal().retryAfter().get().toMillis() * JITTER * 1.3));
    }
    return Duration.ofNanos(-1);
  }
}
