package io.mailtrail.cli.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.EventQueries;
import io.mailtrail.coverage.IndexedLedger;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the running stack knows: the indices in OpenSearch. */
final class SearchEvidence implements Evidence {
  /** Nobody goes by more names than this; more are of several people. */
  private static final int MAX_NAMES = 50;

  private final SearchClient client;
  private final IndexedLedger ledger;

  /**
   * @param horizon how late a record may be listed
   */
  SearchEvidence(SearchClient client, Duration horizon) {
    this.client = client;
    // Somebody at a terminal can wait for as much as there is.
    this.ledger = new IndexedLedger(client, horizon, Long.MAX_VALUE);
  }

  @Override
  public List<CoverageStatement> statements() {
    List<CoverageStatement> statements = new ArrayList<>();
    client.scan(
        "mailtrail-coverage",
        Json.mapper().createObjectNode(),
        "id",
        source -> statements.add(Json.mapper().convertValue(source, CoverageStatement.class)));
    return statements;
  }

  @Override
  public Optional<Mailbox> mailbox(String tenant, Mailbox mailbox) {
    if (EventQueries.isKnown(mailbox)) {
      Set<String> names =
          names(EventQueries.of(mailbox, tenant), EventQueries.OWNER, EventQueries.MAILBOX_GUID);
      return mailbox.addresses().isEmpty() && names.isEmpty()
          ? Optional.empty()
          : Optional.of(mailbox.linkedTo(names));
    }
    // Records have a display name beside the address where people use their own mailbox.
    Set<String> owners =
        names(EventQueries.ownersCalled(mailbox.names(), tenant), EventQueries.OWNER);
    return owners.size() == 1 ? mailbox(tenant, mailbox.linkedTo(owners)) : Optional.empty();
  }

  @Override
  public Optional<Mailbox> actor(String tenant, Mailbox account) {
    ObjectNode query = EventQueries.by(account, tenant);
    Set<String> emails = names(query.deepCopy(), EventQueries.EMAIL);
    Set<String> ids = names(query, EventQueries.USER_ID);
    if (account.addresses().isEmpty() && (emails.size() > 1 || emails.size() + ids.size() == 0)) {
      return Optional.empty();
    }
    Set<String> all = new TreeSet<>(ids);
    all.addAll(emails);
    return Optional.of(account.linkedTo(all));
  }

  private Set<String> names(ObjectNode query, String... fields) {
    query.put("size", 0);
    ObjectNode aggregations = query.putObject("aggs");
    for (String field : fields) {
      aggregations.putObject(field).putObject("terms").put("field", field).put("size", MAX_NAMES);
    }
    JsonNode answer = client.search("mailtrail-events", query);
    Set<String> names = new TreeSet<>();
    for (String field : fields) {
      for (JsonNode bucket : answer.path("aggregations").path(field).path("buckets")) {
        names.add(bucket.path("key").asText());
      }
    }
    return names;
  }

  @Override
  public long count(String tenant, Question question, Instant from, Instant to) {
    return client.count("mailtrail-events", EventQueries.of(question, tenant, from, to));
  }

  @Override
  public Collected collected(String tenant, Instant from, Instant to) {
    return ledger.collected(tenant, from, to);
  }
}
