/**
 * Real Kafka and OpenSearch servers as child processes, from what the build assembled, and the
 * JUnit extension that shares one pair of them among the tests of a module.
 */
package io.mailtrail.testbed.server;
