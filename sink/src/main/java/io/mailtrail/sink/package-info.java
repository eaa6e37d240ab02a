/**
 * Flink job 3: events, alerts, failures and the ledger, from Kafka into OpenSearch, each document
 * once under its own id.
 */
package io.mailtrail.sink;
