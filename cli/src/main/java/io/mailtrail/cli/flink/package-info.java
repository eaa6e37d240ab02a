/** Flink inside our own process: one cluster, one web page, any number of the jobs. */
package io.mailtrail.cli.flink;
