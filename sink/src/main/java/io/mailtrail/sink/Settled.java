package io.mailtrail.sink;

/**
 * One document of a request, and what has become of it.
 *
 * @param reason for REJECTED: what OpenSearch said, which may quote the document and is never
 *     logged; for RETRY: what is in the way, without contents; else empty
 */
record Settled(Document document, Outcome outcome, String reason) {
  static Settled of(Document document, Outcome outcome) {
    return new Settled(document, outcome, "");
  }
}
