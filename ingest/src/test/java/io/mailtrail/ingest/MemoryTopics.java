package io.mailtrail.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Topics in memory, as safe as Kafka and no safer: what was not flushed when a task ends is lost
 * from some point on. Tasks fail by themselves, now and then. Travels as its name.
 */
final class MemoryTopics implements Sink<Outgoing> {
  private static final long serialVersionUID = 1L;
  private static final Map<String, State> STATES = new ConcurrentHashMap<>();

  private final String name;
  private final int failOneIn;

  private static final class State {
    final List<Outgoing> messages = new ArrayList<>();
    final Random random;
    int failures;

    /** Of so many messages, so that none is read twice however often somebody asks. */
    int read;

    final Map<String, Map<String, LedgerEntry>> ledgers = new HashMap<>();

    State(long seed) {
      this.random = new Random(seed);
    }
  }

  private MemoryTopics(String name, int failOneIn) {
    this.name = name;
    this.failOneIn = failOneIn;
  }

  /**
   * @param failOneIn one message in so many makes its task fail; 0 for none
   */
  static MemoryTopics create(String name, long seed, int failOneIn) {
    STATES.put(name, new State(seed));
    return new MemoryTopics(name, failOneIn);
  }

  void forget() {
    STATES.remove(name);
  }

  List<Outgoing> messages() {
    State state = STATES.get(name);
    synchronized (state) {
      return List.copyOf(state.messages);
    }
  }

  int failures() {
    State state = STATES.get(name);
    synchronized (state) {
      return state.failures;
    }
  }

  /** The last state of each id of this tenant. */
  Map<String, LedgerEntry> ledger(String tenant) {
    return ledgers().getOrDefault(tenant, Map.of());
  }

  /** The same of every tenant. */
  Map<String, Map<String, LedgerEntry>> ledgers() {
    State state = STATES.get(name);
    synchronized (state) {
      for (Outgoing message : state.messages.subList(state.read, state.messages.size())) {
        if (message.topic().equals(Topic.LEDGER.topicName())) {
          LedgerEntry entry = LedgerEntry.of(message.value());
          state
              .ledgers
              .computeIfAbsent(entry.tenant(), tenant -> new HashMap<>())
              .put(entry.id(), entry);
        }
      }
      state.read = state.messages.size();
      Map<String, Map<String, LedgerEntry>> copy = new HashMap<>();
      state.ledgers.forEach((tenant, ledger) -> copy.put(tenant, new HashMap<>(ledger)));
      return copy;
    }
  }

  static boolean isRecord(Outgoing message) {
    return message.topic().equals(Topic.RAW.topicName())
        && List.of(message.headerNames()).indexOf(ProgressMarker.HEADER) < 0;
  }

  static RawRecord record(Outgoing message) {
    Map<String, byte[]> headers = new HashMap<>();
    for (int i = 0; i < message.headerNames().length; i++) {
      headers.put(message.headerNames()[i], message.headerValues()[i]);
    }
    return RawRecord.of(message.key(), message.value(), headers::get);
  }

  /** Ids of the records of this tenant, without the tenant. */
  Set<String> recordIds(String tenant) {
    Set<String> ids = new HashSet<>();
    for (Outgoing message : messages()) {
      String key = message.key() == null ? "" : new String(message.key(), UTF_8);
      if (isRecord(message) && key.startsWith(tenant + "/")) {
        ids.add(key.substring(tenant.length() + 1));
      }
    }
    return ids;
  }

  @Override
  public SinkWriter<Outgoing> createWriter(WriterInitContext context) {
    return new Writer(STATES.get(name), failOneIn);
  }

  private static final class Writer implements SinkWriter<Outgoing> {
    private final State state;
    private final int failOneIn;
    private final List<Outgoing> unflushed = new ArrayList<>();

    Writer(State state, int failOneIn) {
      this.state = state;
      this.failOneIn = failOneIn;
    }

    @Override
    public void write(Outgoing message, Context context) {
      unflushed.add(message);
      synchronized (state) {
        if (failOneIn > 0 && state.random.nextInt(failOneIn) == 0) {
          state.failures++;
          throw new IllegalStateException("this task was meant to fail");
        }
      }
    }

    @Override
    public void flush(boolean endOfInput) {
      keep(unflushed.size());
      unflushed.clear();
    }

    @Override
    public void close() {
      synchronized (state) {
        keep(unflushed.isEmpty() ? 0 : state.random.nextInt(unflushed.size() + 1));
      }
    }

    private void keep(int count) {
      synchronized (state) {
        state.messages.addAll(unflushed.subList(0, count));
      }
    }
  }
}
