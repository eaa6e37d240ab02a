/**
 * The detection engine: Sigma rules over single events, correlations over facts, and the life of an
 * alert. Pure: no stream engine, no network, no clock.
 */
package io.mailtrail.detect;
