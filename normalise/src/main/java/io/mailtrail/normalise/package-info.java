/** Pure: the bytes of one audit record to one ECS event, in one pass. No Flink, Kafka or clock. */
package io.mailtrail.normalise;
