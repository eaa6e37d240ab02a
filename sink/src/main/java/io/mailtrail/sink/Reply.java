package io.mailtrail.sink;

/** How one request to OpenSearch ended. */
sealed interface Reply {
  /** Somebody answered, OpenSearch or something in front of it. */
  record Answered(int status, byte[] body) implements Reply {
    /** Whether the same request may fare better later. */
    boolean isTransient() {
      return status == 408 || status == 429 || status >= 500;
    }

    boolean isSignInRefused() {
      return status == 401 || status == 403;
    }
  }

  /**
   * No answer, or none that could be read to its end. The request may have been carried out.
   *
   * @param reason what went wrong, without contents
   */
  record Unreachable(String reason) implements Reply {}
}
