package io.mailtrail.enrich;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the first note of a tenant, day and name through. State: one flag per note, for three days;
 * a record that is read again after that writes the same note under the same id.
 */
final class DriftFunction extends KeyedProcessFunction<String, KeyedJson, KeyedJson> {
  private static final Logger LOG = LoggerFactory.getLogger(DriftFunction.class);
  private static final Duration REMEMBERED = Duration.ofDays(3);

  private transient ValueState<Boolean> reported;

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Boolean> descriptor =
        new ValueStateDescriptor<>("reported", Types.BOOLEAN);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(REMEMBERED).build());
    reported = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(KeyedJson note, Context context, Collector<KeyedJson> out)
      throws Exception {
    if (reported.value() == null) {
      reported.update(true);
      LOG.atWarn().addKeyValue("drift", note.key()).log("records hold what is not known");
      out.collect(note);
    }
  }
}
