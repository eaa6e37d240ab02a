package io.mailtrail.dashboards.store;

/** The indices that the console reads. */
public enum Index {
  EVENTS("mailtrail-events"),
  ALERTS("mailtrail-alerts"),
  FAILED("mailtrail-failed"),
  LEDGER("mailtrail-ledger"),
  COVERAGE("mailtrail-coverage");

  private final String indexName;

  Index(String indexName) {
    this.indexName = indexName;
  }

  /** Name of the index, or of the alias over its months. */
  public String indexName() {
    return indexName;
  }
}
