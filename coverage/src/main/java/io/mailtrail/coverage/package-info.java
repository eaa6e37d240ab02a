/**
 * What is being audited in which mailbox, over time: "no result" is not "not audited". Pure: no
 * Flink, Kafka, OpenSearch or clock.
 */
package io.mailtrail.coverage;
