package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.dashboards.query.EntityQuery;
import io.mailtrail.dashboards.query.Facet;
import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.TimeRange;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.detect.RiskTimeline;
import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the page of one account, mailbox or address. */
final class EntityPage {
  private static final int ALERTS = 500;
  private static final int NAME_CHARS = 500;
  private static final int SAMPLES = 120;
  private static final Duration WEEK = Duration.ofDays(7);

  /** The longest time that the chart shows. */
  private static final Duration DRAWN = Duration.ofDays(90);

  private final Store store;
  private final EntityQuery queries;

  EntityPage(Store store, EntityQuery queries) {
    this.store = store;
    this.queries = queries;
  }

  /** Empty where the address names none. */
  Optional<EntityView> view(Map<String, List<String>> parameters, Instant now) {
    String name = parameters.getOrDefault("name", List.of("")).get(0).strip();
    return Entity.kind(parameters.getOrDefault("kind", List.of("")).get(0))
        .filter(kind -> !name.isEmpty() && name.length() <= NAME_CHARS)
        .map(kind -> new Entity(kind, name))
        .flatMap(entity -> view(entity, now));
  }

  /** The score of an entity at a time. */
  int score(Entity entity, Instant at) {
    return Risks.timeline(alerts(found(entity, at))).at(at);
  }

  private Answer.Found found(Entity entity, Instant at) {
    return store
        .search(Index.ALERTS, queries.involving(entity.kind().field(), entity.name(), at, ALERTS))
        .orThrow();
  }

  private static List<Alert> alerts(Answer.Found found) {
    List<Alert> alerts = new ArrayList<>();
    found.hits().forEach(hit -> AlertText.read(hit).ifPresent(alerts::add));
    return alerts;
  }

  private Optional<EntityView> view(Entity entity, Instant now) {
    Answer asked =
        store.search(
            Index.EVENTS,
            queries.facts(entity.kind().field(), entity.name(), entity.kind().facts()));
    if (asked instanceof Answer.Refused refused && !refused.tookTooLong()) {
      // What is no address cannot be looked for among addresses.
      return Optional.empty();
    }
    Answer.Found records = asked.orThrow();
    Answer.Found found = found(entity, now);
    List<Alert> alerts = alerts(found);
    RiskTimeline timeline = Risks.timeline(alerts);
    List<RiskTimeline.Step> steps = timeline.steps();
    Optional<RiskTimeline.Step> highest =
        steps.stream().max(Comparator.comparingInt(RiskTimeline.Step::score));
    Optional<Instant> first = time(records.aggregation(EntityQuery.FIRST));
    return Optional.of(
        new EntityView(
            entity.kind().code(),
            entity.name(),
            Show.time(now),
            timeline.at(now),
            highest.map(step -> step.score() + " at " + Show.minute(step.at())).orElse(""),
            steps.isEmpty() ? null : chart(timeline, steps, now),
            summary(timeline, highest, now),
            steps.isEmpty() ? "" : Show.minute(from(steps, now)),
            steps.stream()
                .sorted(Comparator.comparing(RiskTimeline.Step::at).reversed())
                .map(step -> new EntityView.Step(Show.time(step.at()), step.score()))
                .toList(),
            alerts.stream().map(EntityPage::row).toList(),
            found.total() - found.hits().size(),
            Show.count(records.total(), "record"),
            first.map(Show::time).orElse(""),
            time(records.aggregation(EntityQuery.LAST)).map(Show::time).orElse(""),
            entity.kind().facts().stream()
                .map(field -> fact(field, records, entity, first, now))
                .filter(fact -> !fact.values().isEmpty())
                .toList(),
            links(entity, now),
            records.isPartial() || found.isPartial()));
  }

  private static EntityView.Row row(Alert alert) {
    return new EntityView.Row(
        Links.alert(alert.id()),
        AlertText.level(alert),
        AlertText.status(alert),
        alert.historical(),
        AlertText.title(alert),
        Show.time(alert.last()));
  }

  // ---- the score -------------------------------------------------------------------------------

  private static Instant from(List<RiskTimeline.Step> steps, Instant now) {
    Instant first = steps.get(0).at().minus(Duration.ofDays(1));
    Instant earliest = now.minus(DRAWN);
    return first.isBefore(earliest) ? earliest : first;
  }

  /** The curve, in so many places that its fading looks round, and on both sides of each rise. */
  private static String chart(RiskTimeline timeline, List<RiskTimeline.Step> steps, Instant now) {
    Instant from = from(steps, now);
    TreeSet<Instant> times = new TreeSet<>();
    long span = Duration.between(from, now).toMillis();
    for (int i = 0; i <= SAMPLES; i++) {
      times.add(from.plusMillis(span * i / SAMPLES));
    }
    ObjectNode chart = JsonNodeFactory.instance.objectNode();
    ArrayNode rises = chart.putArray("rises");
    for (RiskTimeline.Step step : steps) {
      if (!step.at().isBefore(from) && !step.at().isAfter(now)) {
        times.add(step.at().minusMillis(1));
        times.add(step.at());
        rises.add(step.at().toEpochMilli());
      }
    }
    chart.put("from", from.toEpochMilli()).put("to", now.toEpochMilli());
    ArrayNode points = chart.putArray("points");
    times.forEach(at -> points.addArray().add(at.toEpochMilli()).add(timeline.at(at)));
    return chart.toString();
  }

  private static String summary(
      RiskTimeline timeline, Optional<RiskTimeline.Step> highest, Instant now) {
    return highest
        .map(
            step ->
                "The score over time: "
                    + timeline.at(now)
                    + " now, highest "
                    + step.score()
                    + " at "
                    + Show.minute(step.at())
                    + ".")
        .orElse("No alert.");
  }

  // ---- what is usual ---------------------------------------------------------------------------

  private static EntityView.Fact fact(
      String field, Answer.Found records, Entity entity, Optional<Instant> seen, Instant now) {
    JsonNode aggregation = records.aggregation(EntityQuery.VALUES + field);
    List<EntityView.Value> values = new ArrayList<>();
    for (JsonNode bucket : aggregation.path("buckets")) {
      Instant first = time(bucket.path(EntityQuery.FIRST)).orElse(null);
      String value = bucket.path("key").asText("");
      values.add(
          new EntityView.Value(
              value,
              Show.number(bucket.path("doc_count").asLong()),
              Show.minute(first),
              time(bucket.path(EntityQuery.LAST)).map(Show::minute).orElse(""),
              first != null && isNew(first, seen, now),
              everything(entity).including(new Filter(field, value)).link()));
    }
    return new EntityView.Fact(
        Facet.label(field), field, values, aggregation.path("sum_other_doc_count").asLong());
  }

  private static boolean isNew(Instant first, Optional<Instant> seen, Instant now) {
    Instant since = now.minus(WEEK);
    return first.isAfter(since) && seen.filter(before -> before.isBefore(since)).isPresent();
  }

  private static Optional<Instant> time(JsonNode aggregation) {
    JsonNode value = aggregation.path("value");
    return value.isNumber() ? Optional.of(Instant.ofEpochMilli(value.asLong())) : Optional.empty();
  }

  private static SearchState everything(Entity entity) {
    return SearchState.DEFAULT
        .withRange(new TimeRange.All())
        .including(new Filter(entity.kind().field(), entity.name()));
  }

  private static List<EventView.Link> links(Entity entity, Instant now) {
    List<EventView.Link> links = new ArrayList<>();
    String is = entity.kind().field() + " is " + entity.name();
    links.add(new EventView.Link("All records", is, everything(entity).link()));
    links.add(
        new EventView.Link(
            "Records of the last 7 days",
            is,
            everything(entity).withRange(TimeRange.DEFAULT).link()));
    if (entity.kind() == Entity.Kind.ACCOUNT) {
      links.add(other("As a mailbox", Entity.Kind.MAILBOX, entity.name()));
    } else if (entity.kind() == Entity.Kind.MAILBOX) {
      links.add(other("As an account", Entity.Kind.ACCOUNT, entity.name()));
    }
    if (entity.kind() != Entity.Kind.ADDRESS) {
      links.add(
          new EventView.Link(
              "What is audited",
              "which actions this mailbox records",
              CoveragePage.link(entity.name(), now)));
    }
    return links;
  }

  private static EventView.Link other(String label, Entity.Kind kind, String name) {
    return new EventView.Link(label, kind.field() + " is " + name, new Entity(kind, name).link());
  }
}
