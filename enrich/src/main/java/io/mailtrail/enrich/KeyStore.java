package io.mailtrail.enrich;

import io.mailtrail.detect.Fact;
import io.mailtrail.detect.Known;
import io.mailtrail.enrich.StateCodec.Said;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;

/** The state of the current key, on whatever backend there is. */
final class KeyStore {
  static final ValueStateDescriptor<byte[]> MEMORY =
      new ValueStateDescriptor<>("memory", BytePrimitiveArraySerializer.INSTANCE);

  private static final char SEPARATOR = '\u001f';

  private final StateCodec codec = new StateCodec();
  private final ValueState<byte[]> memory;
  private final MapState<FactKey, byte[]> facts;

  /** By id, where a fact stands and what it says. */
  private final MapState<String, byte[]> places;

  /** By beginning, and under it by family and id. */
  private final MapState<FactKey, byte[]> findings;

  private final boolean ordered;
  private long factsRead;

  /**
   * Opens the state.
   *
   * @param ordered whether the backend keeps the entries of a map in the order of their bytes
   */
  KeyStore(RuntimeContext context, boolean ordered) {
    this.ordered = ordered;
    memory = context.getState(MEMORY);
    facts =
        context.getMapState(
            new MapStateDescriptor<>(
                "facts", FactKeySerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE));
    places =
        context.getMapState(
            new MapStateDescriptor<>(
                "fact-places", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE));
    findings =
        context.getMapState(
            new MapStateDescriptor<>(
                "findings", FactKeySerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE));
  }

  /** What is kept of the key; null for a new one. */
  KeyMemory memory() throws Exception {
    byte[] bytes = memory.value();
    return bytes == null ? null : codec.memory(bytes);
  }

  void save(KeyMemory kept) throws Exception {
    memory.update(codec.write(kept));
  }

  /**
   * Whether the very same fact is there. Most of what is there once comes again, so this looks at
   * little: it does not even read the memory of the key.
   */
  boolean has(Fact fact) throws Exception {
    byte[] place = places.get(fact.id());
    return place != null && codec.mark(place) == fact.mark() && codec.time(place) == fact.time();
  }

  /** The fact of this id, or null. */
  Fact fact(String id, String key, KeyMemory of) throws Exception {
    byte[] known = places.get(id);
    if (known == null) {
      return null;
    }
    FactKey place = new FactKey(codec.time(known), id);
    return codec.fact(facts.get(place), place, key, of);
  }

  /** Adds a fact, or puts it in the place of the one before. */
  void put(Fact fact, Fact before) throws Exception {
    if (before != null && before.time() != fact.time()) {
      facts.remove(new FactKey(before.time(), before.id()));
    }
    facts.put(new FactKey(fact.time(), fact.id()), codec.write(fact));
    places.put(fact.id(), codec.place(fact));
  }

  void remove(Fact fact) throws Exception {
    facts.remove(new FactKey(fact.time(), fact.id()));
    places.remove(fact.id());
  }

  /** The facts since some time; what is older is not read where the backend keeps order. */
  List<Fact> since(long from, String key, KeyMemory of) throws Exception {
    List<Fact> found = new ArrayList<>();
    for (Map.Entry<FactKey, byte[]> entry : facts.entries()) {
      if (entry.getKey().time() >= from) {
        found.add(codec.fact(entry.getValue(), entry.getKey(), key, of));
      } else if (ordered) {
        break;
      }
    }
    factsRead += found.size();
    return found;
  }

  /** How many facts were read since the task began. */
  long factsRead() {
    return factsRead;
  }

  /** The findings of a family that begin at or after some time. */
  List<Said> findings(String family, long from) throws Exception {
    String prefix = family + SEPARATOR;
    List<Said> said = new ArrayList<>();
    for (Map.Entry<FactKey, byte[]> entry : findings.entries()) {
      FactKey key = entry.getKey();
      if (key.time() >= from) {
        if (key.id().startsWith(prefix)) {
          said.add(codec.said(key.id().substring(prefix.length()), entry.getValue()));
        }
      } else if (ordered) {
        break;
      }
    }
    return said;
  }

  /** Writes what differs. */
  void replace(String family, Collection<Said> before, Collection<Said> after) throws Exception {
    Map<FactKey, Said> old = new HashMap<>();
    before.forEach(said -> old.put(place(family, said), said));
    for (Said said : after) {
      FactKey place = place(family, said);
      Said same = old.remove(place);
      if (same == null || same.closed() != said.closed() || differs(same.known(), said.known())) {
        findings.put(place, codec.write(said));
      }
    }
    for (FactKey gone : old.keySet()) {
      findings.remove(gone);
    }
  }

  private static FactKey place(String family, Said said) {
    return new FactKey(said.known().anchor(), family + SEPARATOR + said.known().id());
  }

  private static boolean differs(Known a, Known b) {
    return a.settled() != b.settled()
        || a.published() != b.published()
        || a.settlesAt() != b.settlesAt()
        || !Arrays.equals(a.json(), b.json());
  }

  /**
   * Removes findings.
   *
   * @param gone is asked about every one that begins before {@code before}, with its family
   */
  void removeFindings(long before, BiPredicate<String, Said> gone) throws Exception {
    Iterator<Map.Entry<FactKey, byte[]>> all = findings.iterator();
    while (all.hasNext()) {
      Map.Entry<FactKey, byte[]> entry = all.next();
      String id = entry.getKey().id();
      int end = id.indexOf(SEPARATOR);
      if (entry.getKey().time() < before
          && gone.test(id.substring(0, end), codec.said(id.substring(end + 1), entry.getValue()))) {
        all.remove();
      }
    }
  }

  /** The key is as if it had never been. */
  void clear() {
    memory.clear();
    facts.clear();
    places.clear();
    findings.clear();
  }
}
