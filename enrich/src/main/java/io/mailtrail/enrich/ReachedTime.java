package io.mailtrail.enrich;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.streaming.api.TimerService;

/**
 * How far the watermark of an operator has ever come. Flink's own starts anew after a restart; what
 * was late before the restart is late after it.
 */
final class ReachedTime {
  private final ListState<Long> state;
  private long reached = Long.MIN_VALUE;

  private ReachedTime(ListState<Long> state) {
    this.state = state;
  }

  static ReachedTime of(FunctionInitializationContext context) throws Exception {
    ReachedTime time =
        new ReachedTime(
            context
                .getOperatorStateStore()
                .getUnionListState(
                    new ListStateDescriptor<>("watermark", LongSerializer.INSTANCE)));
    // A task to which nothing came has noted none; what one has seen holds for all.
    for (long known : time.state.get()) {
      time.reached = Math.max(time.reached, known);
    }
    return time;
  }

  /**
   * @param timers of the operator; null where nothing has come yet
   */
  long at(TimerService timers) {
    long now = timers == null ? Long.MIN_VALUE : timers.currentWatermark();
    // The end of an input, or of one key of it in batch mode, is no time that has come for others.
    if (now != Long.MAX_VALUE) {
      reached = Math.max(reached, now);
    }
    return Math.max(reached, now);
  }

  /** To be called for every checkpoint. */
  void snapshot(TimerService timers) throws Exception {
    state.update(List.of(at(timers)));
  }
}
