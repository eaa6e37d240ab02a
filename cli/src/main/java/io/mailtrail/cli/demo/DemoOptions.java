package io.mailtrail.cli.demo;

import java.nio.file.Path;
import java.util.Set;

/**
 * How the demo runs.
 *
 * @param folder for data of Kafka, OpenSearch and Flink; emptied at the start
 * @param seed of the simulated tenant
 * @param users people in it
 * @param once play the history, prove it, end; else go on with new activity
 * @param consolePort port of the console; 0 takes a free one
 * @param flinkPort port of Flink's page; 0 takes a free one
 * @param sabotage what to break, to see that it is noticed
 */
record DemoOptions(
    Path folder,
    long seed,
    int users,
    boolean once,
    int consolePort,
    int flinkPort,
    Set<Sabotage> sabotage) {
  DemoOptions {
    sabotage = Set.copyOf(sabotage);
  }
}
