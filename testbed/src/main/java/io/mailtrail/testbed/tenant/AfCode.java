package io.mailtrail.testbed.tenant;

/** Error codes of the Management Activity API that the simulation gives. */
enum AfCode {
  AF10001("The application lacks the permission ActivityFeed.Read for tenant %s."),
  AF20001("A parameter is missing: %s."),
  AF20010("The tenant of the URL (%s) is not the tenant of the access token."),
  AF20020("There is no content type %s."),
  AF20022("There is no subscription to the content type %s."),
  AF20023("The subscription to %s was disabled by an administrator."),
  AF20024("The subscription to %s is enabled already, and no property changes."),
  AF20030(
      "Start time and end time must both be given, or neither; be at most 24 hours apart; and start"
          + " at most 7 days back: %s."),
  AF20031("The value of nextPage cannot be used: %s."),
  AF20050("The content %s does not exist."),
  AF20051("The content %s has expired and cannot be retrieved any more."),
  AF20055("The start time must be before the end time: %s."),
  AF429("Too many requests. %s"),
  AF50000("An internal error occurred. Retry the request: %s.");

  private final String message;

  AfCode(String message) {
    this.message = message;
  }

  /** The documentation gives no status, but for throttling by example. */
  int status() {
    return switch (this) {
      case AF10001, AF429 -> 403;
      case AF50000 -> 500;
      default -> 400;
    };
  }

  String message(String about) {
    return message.formatted(about);
  }
}
