package io.mailtrail.enrich;

import io.mailtrail.enrich.EnrichJob.State;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;

/** How Flink is told to keep the state. */
final class StateBackend {
  private StateBackend() {}

  static Configuration configuration(State state) {
    Configuration configuration = new Configuration();
    configuration.set(
        StateBackendOptions.STATE_BACKEND, state == State.ROCKSDB ? "rocksdb" : "hashmap");
    configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, state == State.ROCKSDB);
    // Keys are long, so the index of a file is large: where it does not fit beside the data, each
    // look-up reads all of it anew, and takes milliseconds. In parts it fits.
    configuration.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
    configuration.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
    configuration.set(RocksDBConfigurableOptions.BLOCK_SIZE, MemorySize.parse("16kb"));
    return configuration;
  }
}
