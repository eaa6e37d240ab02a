package io.mailtrail.ingest.source;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.model.ProgressMarker;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes progress markers, one to every partition there is. Lives in the coordinator's thread. */
final class ProgressTeller {
  private static final Logger log = LoggerFactory.getLogger(ProgressTeller.class);

  private final SplitEnumeratorContext<ActivitySplit> context;
  private final RawPartitions partitions;
  private final String collector;
  private final Consumer<Outgoing> say;
  private final Runnable afterwards;
  private List<ProgressMarker.Progress> told = List.of();
  private boolean asking;

  ProgressTeller(
      SplitEnumeratorContext<ActivitySplit> context,
      RawPartitions partitions,
      String collector,
      Consumer<Outgoing> say,
      Runnable afterwards) {
    this.context = context;
    this.partitions = partitions;
    this.collector = collector;
    this.say = say;
    this.afterwards = afterwards;
  }

  /** Tells what is durable, unless nothing is new or the broker is being asked. */
  void tell(List<ProgressMarker.Progress> progress) {
    if (progress.equals(told) || asking) {
      return;
    }
    asking = true;
    context.callAsync(
        partitions::count,
        (count, error) -> {
          asking = false;
          if (error != null) {
            // The next completed checkpoint tells it, or more.
            log.atWarn().setCause(error).log("The broker does not say how many partitions it has");
            return;
          }
          ProgressMarker marker = new ProgressMarker(collector, progress);
          for (int partition = 0; partition < count; partition++) {
            say.accept(Outgoing.of(marker, partition));
          }
          told = progress;
          afterwards.run();
        });
  }
}
