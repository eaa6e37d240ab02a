package io.mailtrail.ingest.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.ingest.Outgoing;
import io.mailtrail.ingest.api.Retries;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.Topic;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;

/**
 * Flink in one thread: the real enumerator and real readers, with everything between them (events,
 * assignments, barriers, completion, failures) moved by hand, in the orders that Flink allows. The
 * sink keeps what it was given since the last barrier in memory, and a failure loses some of it.
 */
final class SimulatedJob {
  private final FakeTenant tenant;
  private final Clock clock;
  private final int parallelism;
  private final Random random;
  private final AtomicLong nanos = new AtomicLong();
  private final ActivitySplitSerializer splits = new ActivitySplitSerializer();
  private final EnumeratorStateSerializer states = new EnumeratorStateSerializer();

  /** What is in Kafka, in order. */
  final List<Outgoing> kafka = new ArrayList<>();

  /** Per message in Kafka: the completed checkpoints at the time when it came there. */
  final List<Long> completedWhenWritten = new ArrayList<>();

  private TestingSplitEnumeratorContext<ActivitySplit> context;
  private ActivityEnumerator enumerator;
  private final List<Task> tasks = new ArrayList<>();
  private long nextCheckpoint = 1;
  private Checkpoint pending;
  private Checkpoint completed;

  private static final class Task {
    TestingReaderContext context;
    TestingReaderOutput<Outgoing> output;
    ActivityReader reader;
    int written;
    final List<ActivitySplit> toDeliver = new ArrayList<>();
    final List<SourceEvent> eventsToDeliver = new ArrayList<>();

    /** Assigned since the checkpoint of this number was begun. */
    final TreeMap<Long, List<ActivitySplit>> assignedSince = new TreeMap<>();
  }

  private static final class Checkpoint {
    final long id;
    final byte[] enumerator;
    final Map<Integer, List<byte[]>> readers = new HashMap<>();

    Checkpoint(long id, byte[] enumerator) {
      this.id = id;
      this.enumerator = enumerator;
    }
  }

  SimulatedJob(FakeTenant tenant, Clock clock, int parallelism, long seed) {
    this.tenant = tenant;
    this.clock = clock;
    this.parallelism = parallelism;
    this.random = new Random(seed);
    for (int i = 0; i < parallelism; i++) {
      tasks.add(new Task());
    }
    startAll();
  }

  static SourceSettings settings() {
    return new SourceSettings(
        List.of(FakeTenant.config()),
        "collector",
        Duration.ofMillis(1),
        Duration.ZERO,
        new Retries(0, Duration.ofMillis(1), Duration.ofMillis(2)));
  }

  private void startAll() {
    try {
      Optional<EnumeratorState> state =
          completed == null
              ? Optional.empty()
              : Optional.of(states.deserialize(states.getVersion(), completed.enumerator));
      context = new TestingSplitEnumeratorContext<>(parallelism);
      enumerator =
          new ActivityEnumerator(
              context,
              settings(),
              (config, at, permits) -> tenant,
              () -> 3,
              clock,
              nanos::get,
              tenantId -> new DirectExecutor(),
              state);
      enumerator.start();
      for (int i = 0; i < parallelism; i++) {
        startTask(i);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void startTask(int subtask) throws IOException {
    Task task = tasks.get(subtask);
    task.context = new TestingReaderContext();
    task.output = new TestingReaderOutput<>();
    task.written = 0;
    task.toDeliver.clear();
    task.eventsToDeliver.clear();
    task.assignedSince.clear();
    task.assignedSince.put(completed == null ? 0 : completed.id, new ArrayList<>());
    task.reader =
        new ActivityReader((config, at, permits) -> tenant, settings(), clock, task.context);
    List<ActivitySplit> restored = new ArrayList<>();
    if (completed != null) {
      for (byte[] split : completed.readers.get(subtask)) {
        restored.add(splits.deserialize(splits.getVersion(), split));
      }
    }
    task.reader.addSplits(restored);
    context.registerReader(subtask, "here");
    enumerator.addReader(subtask);
    task.reader.start();
  }

  /** Does one of the things that may happen next, whichever. */
  void step() throws Exception {
    int subtask = random.nextInt(parallelism);
    switch (random.nextInt(12)) {
      case 0, 1 -> tick();
      case 2, 3, 4 -> poll(subtask, 1 + random.nextInt(6));
      case 5, 6 -> carryFromReader(subtask);
      case 7, 8 -> carryToReader(subtask);
      case 9 -> {
        if (pending == null) {
          beginCheckpoint();
        }
      }
      case 10 -> {
        if (pending != null) {
          barrier(subtask);
        }
      }
      default -> {
        if (pending != null && pending.readers.size() == parallelism) {
          complete();
        }
      }
    }
  }

  /** One task fails and is restored, the others and the enumerator go on. */
  void failTask(int subtask) throws Exception {
    route();
    if (pending != null) {
      enumerator.notifyCheckpointAborted(pending.id);
      pending = null;
    }
    loseSomeOf(tasks.get(subtask));
    tasks.get(subtask).reader.close();
    context.registeredReaders().remove(subtask);
    List<ActivitySplit> back = new ArrayList<>();
    tasks
        .get(subtask)
        .assignedSince
        .tailMap(completed == null ? 0 : completed.id)
        .values()
        .forEach(back::addAll);
    enumerator.addSplitsBack(back, subtask);
    startTask(subtask);
  }

  /** Everything fails and is restored. */
  void failAll() throws Exception {
    pending = null;
    for (Task task : tasks) {
      loseSomeOf(task);
      task.reader.close();
    }
    enumerator.close();
    startAll();
  }

  /** Goes on without failures until nothing changes any more. */
  void settle() throws Exception {
    for (int round = 0; round < 40; round++) {
      tick();
      for (int subtask = 0; subtask < parallelism; subtask++) {
        carryToReader(subtask);
        awaitIdle(subtask);
        carryFromReader(subtask);
        carryToReader(subtask);
      }
      if (pending == null) {
        beginCheckpoint();
      }
      for (int subtask = 0; subtask < parallelism; subtask++) {
        barrier(subtask);
      }
      complete();
    }
  }

  int parallelism() {
    return parallelism;
  }

  void close() throws Exception {
    for (Task task : tasks) {
      task.reader.close();
    }
    enumerator.close();
  }

  private void tick() {
    nanos.addAndGet(Duration.ofMinutes(20).toNanos());
    context.triggerAllActions();
    route();
  }

  private void poll(int subtask, int times) throws Exception {
    Task task = tasks.get(subtask);
    for (int i = 0; i < times; i++) {
      task.reader.pollNext(task.output);
    }
  }

  /** Polls until the reader has no blob and nothing to give. */
  private void awaitIdle(int subtask) throws Exception {
    ActivityReader reader = tasks.get(subtask).reader;
    while (true) {
      if (reader.pollNext(tasks.get(subtask).output) == InputStatus.NOTHING_AVAILABLE) {
        if (reader.blobsInHand() == 0) {
          return;
        }
        reader.isAvailable().get(30, TimeUnit.SECONDS);
      }
    }
  }

  private void carryFromReader(int subtask) {
    Task task = tasks.get(subtask);
    List<SourceEvent> events = task.context.getSentEvents();
    task.context.clearSentEvents();
    events.forEach(event -> enumerator.handleSourceEvent(subtask, event));
    context.triggerAllActions();
    route();
  }

  /** Notes what the enumerator has sent; it arrives when it is carried. */
  private void route() {
    context
        .getSplitAssignments()
        .forEach(
            (subtask, assigned) -> {
              Task task = tasks.get(subtask);
              task.toDeliver.addAll(assigned.getAssignedSplits());
              task.assignedSince.lastEntry().getValue().addAll(assigned.getAssignedSplits());
              assigned.getAssignedSplits().clear();
            });
    context
        .getSentEvents()
        .forEach(
            (subtask, events) -> {
              tasks.get(subtask).eventsToDeliver.addAll(events);
              events.clear();
            });
  }

  private void carryToReader(int subtask) {
    boolean held = pending != null && !pending.readers.containsKey(subtask);
    if (!held) {
      deliver(tasks.get(subtask));
    }
  }

  private static void deliver(Task task) {
    if (!task.toDeliver.isEmpty()) {
      task.reader.addSplits(List.copyOf(task.toDeliver));
      task.toDeliver.clear();
    }
    task.eventsToDeliver.forEach(task.reader::handleSourceEvents);
    task.eventsToDeliver.clear();
  }

  private void beginCheckpoint() throws IOException {
    long id = nextCheckpoint++;
    pending = new Checkpoint(id, states.serialize(enumerator.snapshotState(id)));
    route();
    for (Task task : tasks) {
      // What was sent before the enumerator's snapshot arrives before the barrier.
      deliver(task);
      task.assignedSince.put(id, new ArrayList<>());
    }
  }

  private void barrier(int subtask) throws IOException {
    if (pending.readers.containsKey(subtask)) {
      return;
    }
    Task task = tasks.get(subtask);
    write(task, task.output.getEmittedRecords().size());
    List<byte[]> snapshot = new ArrayList<>();
    for (ActivitySplit split : task.reader.snapshotState(pending.id)) {
      snapshot.add(splits.serialize(split));
    }
    pending.readers.put(subtask, snapshot);
  }

  private void complete() throws Exception {
    completed = pending;
    pending = null;
    enumerator.notifyCheckpointComplete(completed.id);
    context.triggerAllActions();
    route();
    for (Task task : tasks) {
      task.reader.notifyCheckpointComplete(completed.id);
      task.assignedSince.headMap(completed.id).clear();
    }
  }

  private void write(Task task, int upTo) {
    for (; task.written < upTo; task.written++) {
      kafka.add(task.output.getEmittedRecords().get(task.written));
      completedWhenWritten.add(completed == null ? 0L : completed.id);
    }
  }

  /** A failing task has sent some of what was not flushed, and never the rest. */
  private void loseSomeOf(Task task) {
    int unwritten = task.output.getEmittedRecords().size() - task.written;
    write(task, task.written + random.nextInt(unwritten + 1));
  }

  /** Places in Kafka of each message of a topic. */
  Set<String> recordKeys(int before) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < before; i++) {
      Outgoing message = kafka.get(i);
      if (message.topic().equals(Topic.RAW.topicName()) && message.key() != null) {
        keys.add(new String(message.key(), UTF_8));
      }
    }
    return keys;
  }

  /** Every state that an id had, in order. */
  List<LedgerEntry> states(String id) {
    List<LedgerEntry> states = new ArrayList<>();
    for (Outgoing message : kafka) {
      if (message.topic().equals(Topic.LEDGER.topicName())) {
        LedgerEntry entry = LedgerEntry.of(message.value());
        if (entry.id().equals(id)) {
          states.add(entry);
        }
      }
    }
    return states;
  }

  /** The last state of each id. */
  Map<String, LedgerEntry> ledger() {
    Map<String, LedgerEntry> last = new HashMap<>();
    for (Outgoing message : kafka) {
      if (message.topic().equals(Topic.LEDGER.topicName())) {
        LedgerEntry entry = LedgerEntry.of(message.value());
        last.put(entry.id(), entry);
      }
    }
    return last;
  }
}
