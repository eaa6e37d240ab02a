package io.mailtrail.dashboards;

import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.IndexedLedger;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Timeline;
import io.mailtrail.dashboards.query.CoverageQuery;
import io.mailtrail.dashboards.query.LedgerQuery;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.dashboards.store.StoreException;
import io.mailtrail.model.CoverageStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the indices know about what is audited in a mailbox, and about collection. */
final class AuditKnowledge {
  /** How late a record may be listed: as {@code mailtrail coverage} takes it by default. */
  static final Duration HORIZON = Duration.ofHours(24);

  /** More than any mailbox has; a page must not read the whole index. */
  private static final int STATEMENTS = 2_000;

  /** A name leads to statements with more names, which lead to more statements. */
  private static final int ROUNDS = 4;

  private static final int MAX_NAMES = 200;
  private static final int MAX_ENTRIES = 50_000;

  private final Store store;
  private final IndexedLedger ledger;

  AuditKnowledge(Store store) {
    this.store = store;
    this.ledger = new IndexedLedger(new StoreSearch(store), HORIZON, MAX_ENTRIES);
  }

  /**
   * What one tenant says of a mailbox.
   *
   * @param tenant empty where no statement, and no ledger, names one
   * @param known those that go by the name; empty where nothing is known of it
   * @param lacks why there may be more than these statements; empty where there is not
   */
  record Knowledge(
      String tenant,
      Timeline timeline,
      List<Mailbox> known,
      List<CoverageStatement> statements,
      List<String> lacks) {
    /**
     * The one that goes by a name, with the name itself; else somebody of whom nothing is known.
     */
    Mailbox called(String name) {
      List<Mailbox> found = timeline.find(name);
      if (found.size() != 1) {
        return Mailbox.named(name);
      }
      Mailbox one = found.get(0);
      return one.names().contains(name.strip().toLowerCase(Locale.ROOT))
          ? one
          : one.alsoNamed(name);
    }

    /** An export of later can speak of the time, if all between them is here. */
    Instant latest(Instant end) {
      return statements.stream()
          .map(CoverageStatement::at)
          .filter(at -> at.isAfter(end))
          .max(Comparator.naturalOrder())
          .orElse(end);
    }

    /** What is known of collection, where a statement that is not here is a record missed, too. */
    Collected without(Collected collected, Instant from, Instant to) {
      Collected known = collected;
      for (String why : lacks) {
        known = lacking(known, from, to, why);
      }
      return known;
    }
  }

  /** The same, with one gap more: of the whole span. */
  static Collected lacking(Collected collected, Instant from, Instant to, String why) {
    List<Collected.Gap> gaps = new ArrayList<>(List.of(new Collected.Gap(from, to, why)));
    gaps.addAll(collected.gaps(from, to));
    return Collected.allBut(gaps);
  }

  /**
   * Every tenant that knows the name; none where nothing is known of it.
   *
   * @param actor who is asked about, too, by any name: a bypass association would exempt them
   */
  List<Knowledge> of(String name, Optional<String> actor) {
    StatementReading reading = new StatementReading();
    readNamed(names(Optional.of(name), actor), reading);
    Set<String> tenants = tenants(reading.statements());
    readOrganisations(reading);
    return tenants.stream()
        .map(tenant -> knowledge(tenant, name, reading))
        .filter(knowledge -> !knowledge.known().isEmpty())
        .toList();
  }

  /** What is known where nothing is known of the mailbox: how its organisation is set. */
  Knowledge ofNobody(String name, Optional<String> actor) {
    Set<String> tenants = ledgerTenants();
    StatementReading reading = new StatementReading();
    readNamed(names(Optional.empty(), actor), reading);
    readOrganisations(reading);
    return knowledge(tenants.size() == 1 ? tenants.iterator().next() : "", name, reading);
  }

  private static Set<String> names(Optional<String> name, Optional<String> actor) {
    Set<String> names = new TreeSet<>();
    name.ifPresent(text -> names.add(text.strip().toLowerCase(Locale.ROOT)));
    actor.ifPresent(text -> names.add(text.strip().toLowerCase(Locale.ROOT)));
    return names;
  }

  private void readNamed(Set<String> names, StatementReading reading) {
    Set<String> known = new TreeSet<>();
    for (int round = 0; round < ROUNDS && names.size() > known.size(); round++) {
      known.addAll(names);
      reading.add(store.search(Index.COVERAGE, CoverageQuery.named(known, STATEMENTS)).orThrow());
      for (CoverageStatement statement : reading.statements()) {
        statement.names().stream().limit(Math.max(0, MAX_NAMES - names.size())).forEach(names::add);
      }
    }
  }

  private void readOrganisations(StatementReading reading) {
    reading.add(store.search(Index.COVERAGE, CoverageQuery.organisations(STATEMENTS)).orThrow());
  }

  private static Knowledge knowledge(String tenant, String name, StatementReading reading) {
    Timeline timeline = Timeline.of(tenant, reading.statements());
    return new Knowledge(
        tenant, timeline, timeline.find(name), reading.statements(), reading.lacks());
  }

  private static Set<String> tenants(Collection<CoverageStatement> statements) {
    Set<String> tenants = new TreeSet<>();
    statements.forEach(statement -> tenants.add(statement.tenant()));
    return tenants;
  }

  private Set<String> ledgerTenants() {
    Set<String> tenants = new TreeSet<>();
    store
        .search(Index.LEDGER, LedgerQuery.tenants())
        .wholeOrThrow()
        .aggregation(LedgerQuery.TENANTS)
        .path("buckets")
        .forEach(bucket -> tenants.add(bucket.path("key").asText("")));
    return tenants;
  }

  /**
   * How completely a tenant's records of a span were collected, as {@code mailtrail coverage} tells
   * it. Where the ledger has never heard of them, as where all came from files, nothing is known;
   * where it has more to say than one page can read, or cannot be read in time, there is a gap.
   */
  Collected collected(String tenant, Instant from, Instant to) {
    if (tenant.isEmpty()) {
      return Collected.unknown();
    }
    try {
      return ledger.collected(tenant, from, to);
    } catch (StoreException e) {
      return lacking(
          Collected.unknown(), from, to, "the ledger could not be read as a whole, or not in time");
    }
  }
}
