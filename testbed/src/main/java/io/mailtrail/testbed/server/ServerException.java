package io.mailtrail.testbed.server;

/**
 * A server could not be found, started or reached. The message is for the user: its first line is a
 * sentence that says why; the end of the server's logs may follow on lines of their own.
 */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ServerException(String message) {
    super(message);
  }

  ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
