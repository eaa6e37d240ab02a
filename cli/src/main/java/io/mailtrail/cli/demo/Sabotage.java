package io.mailtrail.cli.demo;

/** Breaks the demo on purpose, to prove that its proof can fail. */
enum Sabotage {
  /** The tenant has a content blob that it neither lists nor hands out. */
  DROP_BLOB,
  /** A document is deleted from OpenSearch behind everybody's back. */
  DELETE_DOCUMENT,
  /** The inbox rule of one takeover never happens, though its alert is due. */
  REMOVE_STEP
}
