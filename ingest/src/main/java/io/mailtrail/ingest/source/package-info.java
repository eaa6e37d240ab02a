/**
 * The Flink source over the Management Activity API, and the protocol by which what it knows
 * reaches the ledger. See this module's README, "The ledger protocol".
 */
package io.mailtrail.ingest.source;
