package io.mailtrail.sink;

/** What has become of one document that was sent. Everything but {@link #RETRY} is final. */
public enum Outcome {
  /** It was not there, and is now. */
  CREATED,
  /** It took the place of one with a lower version: a copy of lower fidelity, an older state. */
  SUPERSEDED,
  /** Another copy of the same record is there, of the same or a higher fidelity. */
  DUPLICATE,
  /** This very document, or a newer state, is there: it was sent before. */
  REPLAYED,
  /** OpenSearch refuses it, now and always; a failed record with the reason takes its place. */
  REJECTED,
  /** OpenSearch could not take it now. */
  RETRY
}
