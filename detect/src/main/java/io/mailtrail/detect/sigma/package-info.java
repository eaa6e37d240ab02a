/** Sigma's language: from YAML to an expression that is asked of one event. */
package io.mailtrail.detect.sigma;
