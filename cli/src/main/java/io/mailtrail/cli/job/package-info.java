/** Verbs that run one process of the pipeline, until they are told to stop. */
package io.mailtrail.cli.job;
