package io.mailtrail.enrich;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes one batch of the changes that come close together: rules that belong together are mostly
 * published together, and every batch costs each task one load of all rules.
 */
final class GatherRules extends KeyedProcessFunction<Integer, RuleChange, News> {
  private static final long WAIT_MILLIS = 200;

  private transient ListState<byte[]> gathered;
  private transient StateCodec codec;

  @Override
  public void open(OpenContext context) {
    codec = new StateCodec();
    gathered =
        getRuntimeContext()
            .getListState(
                new ListStateDescriptor<>("changes", BytePrimitiveArraySerializer.INSTANCE));
  }

  @Override
  public void processElement(RuleChange change, Context context, Collector<News> out)
      throws Exception {
    gathered.add(codec.write(change));
    // A timer for the next multiple: many changes share one.
    long now = context.timerService().currentProcessingTime();
    context.timerService().registerProcessingTimeTimer((now / WAIT_MILLIS + 2) * WAIT_MILLIS);
    // The end of a bounded input does not wait for processing time.
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<News> out)
      throws Exception {
    List<RuleChange> changes = new ArrayList<>();
    gathered.get().forEach(bytes -> changes.add(codec.ruleChange(bytes)));
    gathered.clear();
    if (!changes.isEmpty()) {
      out.collect(new News(changes));
    }
  }
}
