/** Cuts single records out of what holds many, without reading what they say. */
package io.mailtrail.ingest.cut;
