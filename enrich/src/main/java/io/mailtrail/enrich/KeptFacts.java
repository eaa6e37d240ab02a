package io.mailtrail.enrich;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Says at the end of the input what each key has to keep if nothing of it is forgotten: its facts,
 * and their bytes as they rest in state.
 */
final class KeptFacts extends KeyedProcessFunction<String, Fact, KeptState> {
  private final RuleTexts rules;
  private transient Correlator correlator;
  private transient StateCodec codec;
  private transient MapState<String, Tuple2<String, Integer>> ruleAndBytes;
  private transient ValueState<String> grouping;

  KeptFacts(RuleTexts rules) {
    this.rules = rules;
  }

  @Override
  public void open(OpenContext context) {
    correlator =
        new Correlator(SharedRules.load(rules.rules().stream().map(RuleText::asSource).toList()));
    codec = new StateCodec();
    ruleAndBytes =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "bytes", Types.STRING, Types.TUPLE(Types.STRING, Types.INT)));
    grouping = getRuntimeContext().getState(new ValueStateDescriptor<>("grouping", Types.STRING));
  }

  @Override
  public void processElement(Fact fact, Context context, Collector<KeptState> out)
      throws Exception {
    if (grouping.value() == null) {
      grouping.update(fact.grouping());
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }
    if (fact.gone()) {
      ruleAndBytes.remove(fact.id());
    } else {
      ruleAndBytes.put(fact.id(), Tuple2.of(fact.rule(), bytes(fact)));
    }
  }

  /** The fact under its time and id, and its time under its id: see {@link KeyStore}. */
  private int bytes(Fact fact) {
    return codec.write(fact).length + 2 * (Long.BYTES + fact.id().length());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<KeptState> out)
      throws Exception {
    Map<String, long[]> kept = new TreeMap<>();
    for (Map.Entry<String, Tuple2<String, Integer>> entry : ruleAndBytes.entries()) {
      int bytes = entry.getValue().f1;
      add(KeptState.ALL, bytes, kept);
      for (String family : correlator.families(grouping.value(), entry.getValue().f0)) {
        add(family, bytes, kept);
      }
    }
    kept.forEach((family, sums) -> out.collect(new KeptState(family, sums[0], sums[1])));
  }

  private static void add(String family, int bytes, Map<String, long[]> kept) {
    long[] sums = kept.computeIfAbsent(family, f -> new long[2]);
    sums[0]++;
    sums[1] += bytes;
  }
}
