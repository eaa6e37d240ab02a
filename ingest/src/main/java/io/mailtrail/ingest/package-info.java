/**
 * Flink job 1: from the Management Activity API, and from exported files, into {@code audit.raw}.
 */
package io.mailtrail.ingest;
