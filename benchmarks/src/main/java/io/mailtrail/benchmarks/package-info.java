/** Measurements, never gates: each is a ratio against a baseline measured in the same run. */
package io.mailtrail.benchmarks;
