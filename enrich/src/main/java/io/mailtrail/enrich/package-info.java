/** Flink job 2: thin adapters around normalise and detect; state, timers and watermarks. */
package io.mailtrail.enrich;
