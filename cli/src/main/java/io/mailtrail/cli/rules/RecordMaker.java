package io.mailtrail.cli.rules;

import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.detect.sigma.ValueTest;
import io.mailtrail.model.AccessType;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Event;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Makes records that match a rule, from the rule's own questions, and tries each with the
 * normaliser and the rule. For one thread at a time.
 */
final class RecordMaker {
  private static final String TENANT = "3f1d2c4b-5a69-4788-9c0d-1e2f3a4b5c6d";
  private static final String ACTOR = "adele@contoso.example";
  private static final long FETCHED = Instant.parse("2030-01-01T00:00:00Z").toEpochMilli();
  private static final int MOST_OPERATIONS = 6;

  /** How people log on to a mailbox, by LogonType. */
  static final Map<AccessType, String> LOGON_TYPES = logonTypes();

  private final Normaliser normaliser;
  private final AddressBook addresses;
  private long made;

  /** A record that matches, and what the event made of it says in the fields asked for. */
  record Made(byte[] record, Map<String, List<String>> values) {}

  /** What a record is made for. */
  record Order(Instant time, int seed, List<String> fields) {
    Order {
      fields = List.copyOf(fields);
    }
  }

  RecordMaker(Lookups lookups) {
    this.normaliser = new Normaliser(lookups);
    this.addresses = new AddressBook(lookups);
  }

  private static Map<AccessType, String> logonTypes() {
    Map<AccessType, String> types = new EnumMap<>(AccessType.class);
    types.put(AccessType.OWNER, "0");
    types.put(AccessType.DELEGATE, "2");
    types.put(AccessType.ADMINISTRATOR, "1");
    return Collections.unmodifiableMap(types);
  }

  /** The record as ingest would have read it. */
  static RawRecord raw(byte[] record) {
    return new RawRecord("made", record, TENANT, "api", "", "made", 0, FETCHED);
  }

  /** A record of this sort that matches in this way, if one can be made. */
  Optional<Made> make(Conjunct way, RecordSort sort, Predicate<Event> matches, Order order) {
    Demands demands = new Demands(way);
    if (!demands.needed().stream().allMatch(field -> FieldWriter.gives(sort, field))) {
      return Optional.empty();
    }
    for (String operation : operations(demands, sort)) {
      if (sort.mailbox() && logonType(operation).isEmpty()) {
        continue;
      }
      Optional<RecordSketch> sketch = sketch(demands, sort, operation, order);
      if (sketch.isPresent()) {
        Optional<Made> tried = tried(sketch.get().bytes(), matches, order);
        if (tried.isPresent()) {
          return tried;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Made> tried(byte[] record, Predicate<Event> matches, Order order) {
    if (normaliser.normalise(raw(record)) instanceof Outcome.Normalised normalised
        && isRecorded(normalised.event())
        && matches.test(normalised.event())) {
      Map<String, List<String>> values = new LinkedHashMap<>();
      for (String field : order.fields()) {
        values.put(field, List.copyOf(normalised.event().values(field)));
      }
      return Optional.of(new Made(record, values));
    }
    return Optional.empty();
  }

  private static boolean isRecorded(Event event) {
    List<String> access = event.values("mailtrail.mailbox.access_type");
    List<String> operation = event.values(Demands.OPERATION);
    return access.isEmpty()
        || operation.isEmpty()
        || recorded(operation.get(0), AccessType.valueOf(access.get(0).toUpperCase(Locale.ROOT)));
  }

  /** Known operations that the rule accepts, or what it asks for itself if that may be sent. */
  static List<String> operations(Demands demands, RecordSort sort) {
    List<Expression.Field> wanted = demands.wanted(Demands.OPERATION);
    List<Expression.Field> unwanted = demands.unwanted(Demands.OPERATION);
    List<String> found = new ArrayList<>();
    for (String known : sort.operations()) {
      if (Samples.fits(known, wanted, unwanted) && found.size() < MOST_OPERATIONS) {
        found.add(known);
      }
    }
    for (String asked : Samples.made(wanted, unwanted, 0)) {
      if (sort.hasOperation(asked) && !found.contains(asked) && found.size() < MOST_OPERATIONS) {
        found.add(asked);
      }
    }
    return found;
  }

  private Optional<RecordSketch> sketch(
      Demands demands, RecordSort sort, String operation, Order order) {
    RecordSketch sketch =
        new RecordSketch()
            .set("Id", new UUID(0x4000L, 0x8000000000000000L + made++).toString())
            .set("CreationTime", LocalDateTime.ofInstant(order.time(), ZoneOffset.UTC).toString())
            .set("Operation", operation);
    for (String field : demands.wantedFields()) {
      if (!field.equals(Demands.OPERATION) && !AddressBook.tellsOf(field)) {
        Optional<String> value = value(demands, sort, field, order.seed());
        if (value.isEmpty()) {
          return Optional.empty();
        }
        FieldWriter.write(sketch, sort, field, value.get());
      }
    }
    if (!writeAddress(demands, sort, sketch, order.seed())) {
      return Optional.empty();
    }
    for (String field : demands.present()) {
      boolean written = field.equals("source.ip") && sketch.has("ClientIP");
      if (demands.wanted(field).isEmpty() && !AddressBook.tellsOf(field) && !written) {
        writeSample(sketch, sort, field, demands, order.seed());
      }
    }
    demands.references().forEach(reference -> write(sketch, sort, reference, order.seed()));
    demands.keywords().forEach(keyword -> write(sketch, sort, keyword));
    complete(sketch, sort, operation, demands);
    return Optional.of(sketch);
  }

  private Optional<String> value(Demands demands, RecordSort sort, String field, int seed) {
    List<Expression.Field> wanted = demands.wanted(field);
    List<Expression.Field> unwanted = demands.unwanted(field);
    List<String> domain = FieldWriter.domain(sort, field);
    List<String> fitting =
        domain.isEmpty()
            ? Samples.made(wanted, unwanted, seed)
            : domain.stream().filter(value -> Samples.fits(value, wanted, unwanted)).toList();
    return fitting.isEmpty() ? Optional.empty() : Optional.of(fitting.get(0));
  }

  private static void writeSample(
      RecordSketch sketch, RecordSort sort, String field, Demands demands, int seed) {
    List<Expression.Field> unwanted = demands.unwanted(field);
    for (int i = seed; i < seed + 5; i++) {
      List<String> domain = FieldWriter.domain(sort, field);
      String sample =
          domain.isEmpty() ? FieldWriter.sample(field, i) : domain.get(i % domain.size());
      if (Samples.fits(sample, List.of(), unwanted)) {
        FieldWriter.write(sketch, sort, field, sample);
        return;
      }
    }
  }

  /** Whether there is an address that is where the rule wants it to be; it is written. */
  private boolean writeAddress(Demands demands, RecordSort sort, RecordSketch sketch, int seed) {
    List<Expression.Field> wanted = new ArrayList<>();
    List<Expression.Field> unwanted = new ArrayList<>();
    List<String> present = new ArrayList<>();
    for (String field : demands.needed()) {
      if (AddressBook.tellsOf(field)) {
        wanted.addAll(demands.wanted(field));
        unwanted.addAll(demands.unwanted(field));
        present.add(field);
      }
    }
    if (present.isEmpty() || sketch.has("ClientIP")) {
      return true;
    }
    Optional<String> address = addresses.find(wanted, unwanted, present, seed);
    address.ifPresent(ip -> FieldWriter.address(sketch, sort, ip));
    return address.isPresent();
  }

  private static void write(
      RecordSketch sketch, RecordSort sort, Expression.Reference reference, int seed) {
    if (reference.other().equals("user.domain")) {
      // Whoever acts has that domain already, and nothing but an address ends in it.
      FieldWriter.write(sketch, sort, reference.field(), FieldWriter.SOMEBODY);
      return;
    }
    String given = sketch.text(FieldWriter.plain(reference.other()));
    String value = given.isEmpty() ? FieldWriter.sample("user.email", seed) : given;
    FieldWriter.write(sketch, sort, reference.other(), value);
    FieldWriter.write(sketch, sort, reference.field(), value);
  }

  private static void write(RecordSketch sketch, RecordSort sort, Expression.Keyword keyword) {
    ValueTest test = keyword.tests().get(0);
    String text = Samples.of(test).stream().findFirst().orElse("");
    String field =
        sort.has("Parameters.Note")
            ? "Parameters.Note"
            : sort.has("ExtendedProperties.Note") ? "ExtendedProperties.Note" : "ObjectId";
    if (sketch.has(field)) {
      sketch.set("AppAccessContext.Note" + Math.abs(text.hashCode() % 1_000), text);
    } else {
      sketch.set(field, text);
    }
  }

  /** What every record has, as far as the rule has not said it. */
  private static void complete(
      RecordSketch sketch, RecordSort sort, String operation, Demands demands) {
    sketch
        .setIfAbsent("RecordType", sort.types().get(0))
        .setIfAbsent("Workload", sort.workloads().get(0))
        .setIfAbsent("OrganizationId", TENANT)
        .setIfAbsent("UserType", "0")
        .setIfAbsent("Version", "1");
    setUnlessUnwanted(sketch, demands, "UserId", ACTOR);
    setUnlessUnwanted(sketch, demands, "UserKey", "10030000A1B2C3D4");
    if (!demands.absent().contains("ResultStatus") && demands.wanted("event.outcome").isEmpty()) {
      sort.result(true).ifPresent(result -> sketch.setIfAbsent("ResultStatus", result));
    }
    if (sort.mailbox()) {
      logonType(operation).ifPresent(type -> sketch.setIfAbsent("LogonType", type));
      boolean own = sketch.text("LogonType").equals("0");
      setUnlessUnwanted(
          sketch, demands, "MailboxOwnerUPN", own ? sketch.text("UserId") : FieldWriter.SOMEBODY);
    }
    demands.absent().forEach(sketch::remove);
  }

  private static void setUnlessUnwanted(
      RecordSketch sketch, Demands demands, String field, String value) {
    if (!demands.absent().contains(field)) {
      sketch.setIfAbsent(field, value);
    }
  }

  /** The LogonType with which this is recorded; empty if it never is. */
  static Optional<String> logonType(String operation) {
    return LOGON_TYPES.entrySet().stream()
        .filter(type -> recorded(operation, type.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Whether a mailbox can record this at all for this kind of access; true where no table says. */
  static boolean recorded(String operation, AccessType access) {
    return ActionTable.bundled()
        .newest(operation, MailboxAction.Kind.USER)
        .map(row -> row.recording(access) != MailboxAction.Recording.NEVER)
        .orElse(true);
  }
}
