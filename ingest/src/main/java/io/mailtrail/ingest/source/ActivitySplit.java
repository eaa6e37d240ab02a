package io.mailtrail.ingest.source;

import org.apache.flink.api.connector.source.SourceSplit;

/** What the enumerator hands to a reader: a blob to fetch, or something to say. */
public sealed interface ActivitySplit extends SourceSplit permits BlobSplit, StatementSplit {}
