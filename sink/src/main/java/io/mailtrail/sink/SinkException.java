package io.mailtrail.sink;

/**
 * The sink cannot go on, and trying again would not help: a sign-in that is refused, templates that
 * are not installed, an address at which no OpenSearch answers. Fails the job; nothing is lost,
 * because no checkpoint covers what was not written.
 */
public final class SinkException extends RuntimeException {
  public SinkException(String message) {
    super(message);
  }

  public SinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
