package io.mailtrail.ingest.api;

/** What to do about a call that was refused: the classes of error of the API. */
public enum Remedy {
  /** Throttled (AF429), their fault (AF50000, 5xx), or the transport's: later, again. */
  RETRY,
  /** The token is no longer taken (401): sign in again, once, then retry. */
  SIGN_IN_AGAIN,
  /** The content is past its expiration (AF20051): name it and go on. */
  SKIP_EXPIRED,
  /** There is no such content (AF20050, AF20052): name it and go on. */
  SKIP_MISSING,
  /** The link points somewhere else than to the API: never followed, named. */
  SKIP_FOREIGN,
  /** The window is too long, too old or inverted (AF20030, AF20055): ask for a smaller one. */
  SHRINK_WINDOW,
  /** The listing cannot be continued (AF20031, a loop, a foreign link): begin it anew. */
  RESTART_LISTING,
  /** The content type is not subscribed to (AF20022): start the subscription. */
  START_SUBSCRIPTION,
  /** The subscription that was to be started is enabled (AF20024): as wished. */
  ALREADY_ENABLED,
  /**
   * Only a person can help (AF10001, AF2001x, AF20023, a wrong secret): stop this tenant, raise the
   * alarm, look again now and then.
   */
  STOP_TENANT
}
