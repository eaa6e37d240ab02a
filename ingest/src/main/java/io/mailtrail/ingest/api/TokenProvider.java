package io.mailtrail.ingest.api;

/** Access tokens for one tenant. Thread-safe; keeps a token until it is about to end. */
public interface TokenProvider {
  /** A token that is good for now; refused with {@link Remedy#STOP_TENANT} on a wrong secret. */
  Outcome<String> token() throws InterruptedException;

  /** The API did not take this token: the next call signs in anew. */
  void reject(String token);
}
