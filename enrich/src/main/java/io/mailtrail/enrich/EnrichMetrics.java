package io.mailtrail.enrich;

/**
 * What the first half of the job counts. Invariant, whenever no record is in hand: {@code received
 * = normalised + failed}.
 */
interface EnrichMetrics {
  /** A record, well-formed or not; markers do not count. */
  void received();

  void normalised();

  void failed();

  /** Facts for correlations. */
  void facts(int number);

  /** A statement on what is being audited. */
  void statement();

  /** Alerts of rules that need a single record. */
  void singleAlerts(int number);
}
