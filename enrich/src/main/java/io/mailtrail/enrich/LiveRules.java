package io.mailtrail.enrich;

import io.mailtrail.detect.RuleError;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.enrich.RuleBook.Edition;
import io.mailtrail.enrich.RuleBook.Refusal;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force at one task. They are complete before the first record: the task reads {@code
 * audit.rules} to its end when it opens. From there on changes come by broadcast, and take effect
 * between two records.
 */
final class LiveRules implements Serializable {
  /** The texts of the topic that are in force: what a restart falls back to. */
  static final MapStateDescriptor<String, byte[]> IN_FORCE =
      new MapStateDescriptor<>(
          "rules", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

  /** The same, as it was kept before it had a format of ours. */
  private static final MapStateDescriptor<String, RuleChange> ONCE_IN_FORCE =
      new MapStateDescriptor<>(
          "rules-in-force", Types.STRING, TypeInformation.of(RuleChange.class));

  private static final Logger LOG = LoggerFactory.getLogger(LiveRules.class);

  private final boolean on;
  private final RuleTexts start;
  private final RuleFeed feed;

  private transient BroadcastState<String, byte[]> inForce;
  private transient StateCodec codec;
  private transient RuleFeed.Snapshot snapshot;
  private transient RuleBook book;
  private transient List<Refusal> unsaid;
  private transient long since;

  LiveRules(RuleTexts start, RuleFeed feed) {
    this(true, start, feed);
  }

  private LiveRules(boolean on, RuleTexts start, RuleFeed feed) {
    this.on = on;
    this.start = start;
    this.feed = feed;
  }

  /** No rules at all, whatever the topic says. */
  static LiveRules off() {
    return new LiveRules(false, RuleTexts.of(Map.of()), () -> RuleFeed.Snapshot.EMPTY);
  }

  boolean areOn() {
    return on;
  }

  /** Called before {@link #open}. */
  void initialise(FunctionInitializationContext context) throws Exception {
    OperatorStateStore store = context.getOperatorStateStore();
    codec = new StateCodec();
    boolean isOld = store.getRegisteredBroadcastStateNames().contains(ONCE_IN_FORCE.getName());
    inForce = store.getBroadcastState(IN_FORCE);
    if (isOld) {
      BroadcastState<String, RuleChange> old = store.getBroadcastState(ONCE_IN_FORCE);
      for (Map.Entry<String, RuleChange> entry : old.immutableEntries()) {
        inForce.put(entry.getKey(), codec.write(entry.getValue()));
      }
      old.clear();
    }
  }

  /** The rules to begin with. */
  RuleSet open(MetricGroup metrics) throws Exception {
    book = new RuleBook(start.rules());
    unsaid = new ArrayList<>();
    snapshot = feed.read();
    List<RuleChange> before = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : inForce.immutableEntries()) {
      before.add(codec.ruleChange(entry.getValue()));
    }
    take(book.begin(snapshot.newest(), before));
    metrics.gauge("rules.loaded", () -> book.rules().rules().size());
    metrics.gauge("rules.refused", () -> book.rules().errors().size());
    return book.rules();
  }

  /** The new set of rules; empty where nothing changes. */
  Optional<RuleSet> apply(News rules) throws Exception {
    List<RuleChange> news =
        rules.changes().stream().filter(change -> !snapshot.covers(change)).toList();
    if (news.isEmpty() || !on) {
      return Optional.empty();
    }
    take(book.apply(news));
    LOG.atInfo()
        .setMessage("rules changed")
        .addKeyValue("changes", news.size())
        .addKeyValue("rules", book.rules().rules().size())
        .addKeyValue("refused", book.rules().errors().size())
        .log();
    return Optional.of(book.rules());
  }

  /** Since when these rules are in force here, milliseconds since the epoch. */
  long since() {
    return since;
  }

  private void take(Edition edition) throws Exception {
    since = System.currentTimeMillis();
    inForce.clear();
    for (Map.Entry<String, RuleChange> entry : book.accepted().entrySet()) {
      inForce.put(entry.getKey(), codec.write(entry.getValue()));
    }
    unsaid.addAll(edition.refusals());
  }

  /** What was refused since this was last asked; names it in the log. */
  List<Refusal> refusals() {
    if (unsaid.isEmpty()) {
      return List.of();
    }
    List<Refusal> refusals = List.copyOf(unsaid);
    unsaid.clear();
    for (Refusal refusal : refusals) {
      RuleError error = refusal.error();
      LOG.atWarn()
          .setMessage("rule refused")
          .addKeyValue("source", error.source())
          .addKeyValue("rule", error.rule())
          .addKeyValue("where", error.where())
          .addKeyValue("what", error.what())
          .log();
    }
    return refusals;
  }
}
