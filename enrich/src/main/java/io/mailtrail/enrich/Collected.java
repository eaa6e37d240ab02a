package io.mailtrail.enrich;

import io.mailtrail.detect.CollectionProof;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Missing;
import io.mailtrail.model.Json;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Progress;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the collectors have said of their streams: since when each is collected, and what of it is
 * lost. Of one stream of one collector the account that reaches furthest counts, so it is nothing
 * in which order the tasks are told; but a collector that has lost its account and begun a new one
 * is believed at once, though it is further back.
 */
final class Collected implements CollectionProof, Serializable {
  static final MapStateDescriptor<String, byte[]> ACCOUNTS =
      new MapStateDescriptor<>(
          "collected", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

  /** An alert names so many missing times of each stream; the rest is told by number. */
  private static final int MAX_MISSING = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Collected.class);

  private final Lateness lateness;

  private transient BroadcastState<String, byte[]> state;
  private transient Map<String, Progress> accounts;

  Collected(Lateness lateness) {
    this.lateness = lateness;
  }

  /** Called before anything else. */
  void initialise(FunctionInitializationContext context) throws Exception {
    state = context.getOperatorStateStore().getBroadcastState(ACCOUNTS);
    accounts = new TreeMap<>();
    for (Map.Entry<String, byte[]> entry : state.immutableEntries()) {
      accounts.put(entry.getKey(), Json.read(entry.getValue(), Progress.class));
    }
  }

  void take(News news) throws Exception {
    if (news.marker() == null) {
      return;
    }
    ProgressMarker marker;
    try {
      marker = ProgressMarker.of(news.marker());
    } catch (IllegalArgumentException e) {
      LOG.atWarn().setMessage("progress marker cannot be read, ignored").setCause(e).log();
      return;
    }
    for (Progress stream : marker.progress()) {
      String key = String.join("\u001f", stream.tenant(), stream.contentType(), marker.collector());
      Progress known = accounts.get(key);
      if (known == null || isNewer(stream, known)) {
        accounts.put(key, stream);
        state.put(key, Json.bytes(stream));
      }
    }
  }

  private static boolean isNewer(Progress stream, Progress known) {
    boolean begunAnew =
        stream.since() != null && known.since() != null && stream.since().isAfter(known.since());
    return begunAnew || !stream.completeUpTo().isBefore(known.completeUpTo());
  }

  @Override
  public Alert.Collected between(String tenant, long from, long to) {
    Map<String, List<Missing>> streams = streams(tenant, from, to);
    if (streams.isEmpty()) {
      return Alert.Collected.UNKNOWN;
    }
    if (streams.values().stream().allMatch(List::isEmpty)) {
      return Alert.Collected.COMPLETE;
    }
    Instant end = Instant.ofEpochMilli(to);
    boolean before =
        accounts.values().stream()
            .filter(stream -> stream.tenant().equals(tenant))
            .allMatch(stream -> stream.since() == null || end.isBefore(stream.since()));
    return before ? Alert.Collected.UNKNOWN : Alert.Collected.INCOMPLETE;
  }

  @Override
  public List<Missing> missing(String tenant, long from, long to) {
    List<Missing> all = new ArrayList<>();
    for (List<Missing> missing : streams(tenant, from, to).values()) {
      all.addAll(missing.subList(0, Math.min(MAX_MISSING, missing.size())));
    }
    return all;
  }

  /** What is missing of each stream: of several collectors of one, what none of them has. */
  private Map<String, List<Missing>> streams(String tenant, long from, long to) {
    Map<String, List<Progress>> byStream = new TreeMap<>();
    for (Progress account : accounts.values()) {
      if (account.tenant().equals(tenant)) {
        byStream.computeIfAbsent(account.contentType(), type -> new ArrayList<>()).add(account);
      }
    }
    Map<String, List<Missing>> streams = new TreeMap<>();
    byStream.forEach(
        (type, of) ->
            streams.put(
                type,
                missing(type, holes(of), Instant.ofEpochMilli(from), Instant.ofEpochMilli(to))));
    return streams;
  }

  /**
   * The watermark passes nothing that a collector at work has not come to. So the account that
   * reaches furthest has no end, nor has one so close behind that it may only not have been told
   * yet; any other ends where it was told last, as that of a collector which is no more.
   */
  private static List<Hole> holes(List<Progress> ofOneStream) {
    Instant furthest =
        ofOneStream.stream()
            .map(Progress::completeUpTo)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return ofOneStream.stream()
        .map(
            account ->
                Hole.of(account, !account.completeUpTo().plus(AccountNews.STEP).isAfter(furthest)))
        .reduce(Hole::inBoth)
        .orElseThrow();
  }

  /** A record becomes available at most the lateness horizon after its event. */
  private List<Missing> missing(String type, List<Hole> holes, Instant from, Instant to) {
    List<Missing> missing = new ArrayList<>();
    for (Hole hole : holes) {
      boolean begins = !hole.from().equals(Instant.MIN);
      Instant first = begins ? hole.from().minus(lateness.of(type)) : from;
      if (!first.isAfter(to) && hole.to().isAfter(from)) {
        boolean goesOn = hole.to().equals(Instant.MAX) || (!begins && to.isBefore(hole.to()));
        Instant last = goesOn ? to.plusMillis(1) : hole.to();
        missing.add(new Missing(first, last, type, hole.reason()));
      }
    }
    return missing;
  }
}
