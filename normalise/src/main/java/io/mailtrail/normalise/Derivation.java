package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.RawRecord;
import java.util.List;

/** What ECS asks of a record, from what was picked out of it. */
final class Derivation {
  private static final byte[] EVENT = utf8("event");
  private static final byte[] ALERT = utf8("alert");
  private static final byte[] MODULE = utf8("o365");
  private static final byte[] DATASET = utf8("o365.audit");
  private static final byte[] VERSION = utf8(Normaliser.VERSION);
  private static final byte[] NOTHING = new byte[0];

  private final Picked picked;
  private final SlotWriter slots;
  private final Actors actors;
  private final Targets targets;
  private final Sources sources;
  private final Applications applications;
  private final Hosts hosts;
  private final Messages messages;
  private final TouchedFiles files;
  private final Policies policies;
  private final Grants grants;
  private final Mailboxes mailboxes;
  private final Forwarding forwarding;
  private final Tags tags;
  private final Drift drift;
  private final Sentence sentence;
  private final List<byte[]> digests;
  private final SliceCache<RecordKind> kinds = new SliceCache<>(256, RecordKind::of);
  private final RecordKind noKind = RecordKind.of("");
  private String container = "";
  private byte[] containerBytes = NOTHING;
  private long fetchedAt = Long.MIN_VALUE;
  private byte[] fetchedAtBytes = NOTHING;

  Derivation(Picked picked, Lookups lookups) {
    this.picked = picked;
    this.slots = new SlotWriter(picked);
    this.actors = new Actors(picked, slots);
    this.targets = new Targets(picked, slots, actors);
    this.sources = new Sources(picked, slots, lookups);
    this.applications = new Applications(picked, slots, lookups);
    this.hosts = new Hosts(picked, slots);
    this.messages = new Messages(picked, slots, actors);
    this.files = new TouchedFiles(picked, slots);
    this.policies = new Policies(picked, slots);
    this.grants = new Grants(picked, slots, actors);
    this.tags = new Tags(picked, slots, lookups);
    this.mailboxes = new Mailboxes(picked, slots, actors, tags);
    this.forwarding = new Forwarding(picked, slots, actors, lookups);
    this.drift = new Drift(picked);
    this.sentence = new Sentence(picked, mailboxes);
    this.digests = lookups.digests().stream().map(Derivation::utf8).toList();
  }

  void derive(RawRecord raw, String recordId, String tenant, long time) {
    RecordKind kind = kind();
    int name = picked.get(Slot.OPERATION);
    Operation operation =
        name == Picked.NONE
            ? kind.operations().get(NOTHING, 0, 0)
            : kind.operations().get(picked.source(name), picked.start(name), picked.length(name));
    byte[] outcome = Results.outcome(picked, operation);

    event(recordId, time, kind, operation, outcome);
    organization(tenant);
    Identity actor = actors.actor();
    targets.describe(actor, kind);
    sources.address(operation.mailbox());
    sources.client();
    applications.describe(kind.family());
    hosts.describe();
    session();
    messages.describe(kind, operation, actor, raw.fetchedAt());
    files.describe(kind.family());
    policies.describe(kind.family());
    provenance(raw, kind);
    grants.describe(kind.family());
    mailboxes.describe(kind, operation, actor, time);
    forwarding.describe(kind, tenant);
    tags.describe();
    drift.note(kind, operation);
    sentence.write(operation, outcome);
    for (Node.Container flat : picked.names.containers) {
      if (flat.count > 0) {
        picked.set(flat.slot, Picked.NONE);
      }
    }
  }

  /** The record type; a name that came instead of the number is put right. */
  private RecordKind kind() {
    int leaf = picked.get(Slot.RECORD_TYPE);
    if (leaf != Picked.NONE) {
      return kinds.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
    }
    Node named = picked.names.paths.recordType;
    leaf = picked.first(named);
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      return noKind;
    }
    RecordKind kind = kinds.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
    if (kind.digits() != null && picked.next(leaf) == Picked.NONE) {
      picked.set(
          Slot.RECORD_TYPE, picked.leaf(kind.digits(), 0, kind.digits().length, Picked.NUMBER));
      named.container.remove(named);
      picked.misfits().remove(named);
    }
    return kind;
  }

  private void event(
      String recordId, long time, RecordKind kind, Operation operation, byte[] outcome) {
    slots.time(Slot.TIMESTAMP, time);
    slots.text(Slot.EVENT_ID, utf8(recordId));
    picked.set(Slot.EVENT_KIND, kind.isOf(RecordFamily.ALERT) ? ALERT : EVENT);
    picked.set(Slot.EVENT_MODULE, MODULE);
    picked.set(Slot.EVENT_DATASET, DATASET);
    trimmed(Slot.EVENT_ACTION, picked.filled(Slot.OPERATION));
    slots.alias(Slot.EVENT_PROVIDER, picked.filled(Slot.WORKLOAD));
    if (kind.name().length > 0) {
      slots.text(Slot.EVENT_CODE, kind.digits() == null ? kind.name() : kind.digits());
    }
    for (int i = 0; i < operation.categories().size(); i++) {
      picked.add(Slot.EVENT_CATEGORY, operation.categories().get(i));
    }
    for (int i = 0; i < operation.types().size(); i++) {
      picked.add(Slot.EVENT_TYPE, operation.types().get(i));
    }
    picked.set(Slot.EVENT_OUTCOME, outcome);
    if (outcome == Results.FAILURE) {
      slots.alias(Slot.EVENT_REASON, Results.reason(picked, operation));
    }
  }

  private void organization(String tenant) {
    slots.text(Slot.TENANT_ID, utf8(tenant));
    slots.alias(Slot.TENANT_NAME, picked.filled(Slot.ORGANIZATION_NAME));
  }

  /** The access context names Entra's session, which sign-ins and all workloads share. */
  private void session() {
    int leaf = picked.first(picked.names.paths.session);
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      leaf = picked.filled(Slot.SESSION);
    }
    if (leaf == Picked.NONE) {
      leaf = picked.first(picked.names.paths.deviceSession);
    }
    slots.lowered(Slot.SESSION_ID, leaf);
  }

  private void provenance(RawRecord raw, RecordKind kind) {
    if (kind.name().length > 0) {
      slots.text(Slot.RECORD_TYPE_NAME, kind.name());
    }
    slots.text(Slot.ORIGIN, utf8(raw.origin()));
    if (!container.equals(raw.container())) {
      container = raw.container();
      containerBytes = utf8(container);
    }
    slots.text(Slot.CONTAINER, containerBytes);
    slots.number(Slot.ORDINAL, raw.ordinal());
    int mark = picked.arena.length();
    picked.arena.add(containerBytes).add((byte) '#').number(raw.ordinal());
    picked.set(Slot.COPY, picked.written(mark, Picked.TEXT | Picked.ESCAPE));
    if (fetchedAt != raw.fetchedAt()) {
      mark = picked.arena.length();
      Timestamps.write(picked.arena, raw.fetchedAt());
      fetchedAtBytes =
          java.util.Arrays.copyOfRange(picked.arena.bytes(), mark, picked.arena.length());
      fetchedAt = raw.fetchedAt();
    }
    picked.set(Slot.FETCHED_AT, fetchedAtBytes);
    picked.set(Slot.NORMALISER, VERSION);
    for (int i = 0; i < digests.size(); i++) {
      picked.add(Slot.LOOKUPS, digests.get(i));
    }
  }

  /** The leaf without the spaces at its end that some operations come with. */
  private void trimmed(int slot, int leaf) {
    if (leaf == Picked.NONE) {
      return;
    }
    byte[] bytes = picked.source(leaf);
    int start = picked.start(leaf);
    int count = picked.length(leaf);
    while (count > 0 && bytes[start + count - 1] == ' ') {
      count--;
    }
    if (count > 0) {
      picked.set(slot, picked.leaf(bytes, start, count, Picked.TEXT | picked.escape(leaf)));
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
