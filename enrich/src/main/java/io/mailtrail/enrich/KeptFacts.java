package io.mailtrail.enrich;

import io.mailtrail.detect.Fact;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says at the end of the input what each key has to keep if nothing of it is forgotten: its facts,
 * and their bytes as they rest in state.
 */
final class KeptFacts extends KeyedProcessFunction<String, Fact, KeptState> {
  private transient StateCodec codec;
  private transient MapState<String, Integer> bytesById;
  private transient ValueState<String> family;

  @Override
  public void open(OpenContext context) {
    codec = new StateCodec();
    bytesById =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("bytes", Types.STRING, Types.INT));
    family = getRuntimeContext().getState(new ValueStateDescriptor<>("family", Types.STRING));
  }

  @Override
  public void processElement(Fact fact, Context context, Collector<KeptState> out)
      throws Exception {
    if (family.value() == null) {
      family.update(fact.family());
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }
    if (fact.gone()) {
      bytesById.remove(fact.id());
    } else {
      bytesById.put(fact.id(), bytes(fact));
    }
  }

  /** The fact under its time and id, and its time under its id: see {@link KeyStore}. */
  private int bytes(Fact fact) {
    return codec.write(fact).length + 2 * (Long.BYTES + fact.id().length());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<KeptState> out)
      throws Exception {
    long facts = 0;
    long bytes = 0;
    for (Map.Entry<String, Integer> entry : bytesById.entries()) {
      facts++;
      bytes += entry.getValue();
    }
    out.collect(new KeptState(family.value(), facts, bytes));
  }
}
