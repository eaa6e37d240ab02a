/** Exported files: recognised by content, streamed, cut into records, published. */
package io.mailtrail.ingest.file;
