package io.mailtrail.ingest.api;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How a call to the API ended. */
public sealed interface Outcome<T> {
  /** The call gave what was asked for. */
  record Answer<T>(T value) implements Outcome<T> {
    public Answer {
      Objects.requireNonNull(value, "value");
    }
  }

  /** The call gave nothing; the refusal says what to do. */
  record Refused<T>(Refusal refusal) implements Outcome<T> {
    public Refused {
      Objects.requireNonNull(refusal, "refusal");
    }
  }

  /**
   * Why a call gave nothing.
   *
   * @param code the API's code such as {@code AF429}, else {@code http_503}, else a word for what
   *     went wrong on the way; never contents
   * @param message one sentence, without tokens or contents
   * @param retryAfter what the server asked for, if it did
   */
  record Refusal(Remedy remedy, String code, String message, Optional<Duration> retryAfter) {
    public Refusal {
      Objects.requireNonNull(remedy, "remedy");
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }

    public static Refusal of(Remedy remedy, String code, String message) {
      return new Refusal(remedy, code, message, Optional.empty());
    }

    public <T> Outcome<T> toOutcome() {
      return new Refused<>(this);
    }
  }
}
