package io.mailtrail.enrich;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.detect.RuleSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Puts facts under the keys that the correlating operators expect. */
final class KeyFacts extends ProcessFunction<Fact, Fact> {
  private final RuleTexts rules;
  private transient Shapes shapes;

  KeyFacts(RuleTexts rules) {
    this.rules = rules;
  }

  @Override
  public void open(OpenContext context) {
    RuleSet loaded = SharedRules.load(rules.rules().stream().map(RuleText::asSource).toList());
    shapes = new Shapes(new Correlator(loaded));
  }

  @Override
  public void processElement(Fact fact, Context context, Collector<Fact> out) {
    out.collect(shapes.keyed(fact));
  }
}
