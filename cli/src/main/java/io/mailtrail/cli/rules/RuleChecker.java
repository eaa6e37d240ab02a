package io.mailtrail.cli.rules;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.cli.rules.Finding.Status;
import io.mailtrail.cli.rules.RecordMaker.Made;
import io.mailtrail.cli.rules.RecordMaker.Order;
import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleError;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.detect.sigma.Section;
import io.mailtrail.model.Json;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out of every rule whether it can match anything. A rule is called alive only if it fired on
 * records that were made for it, through the normaliser and the engine. For one thread at a time.
 */
final class RuleChecker {
  private static final Order ANY_TIME =
      new Order(Instant.parse("2026-03-01T00:00:00Z"), 0, List.of());

  private final RuleSet rules;
  private final RuleBook book;
  private final List<RecordSort> subscribed;
  private final List<RecordSort> others;
  private final RecordMaker maker;
  private final Normaliser normaliser;
  private final Stories stories;
  private final Observed observed;
  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();

  /** Records on which a rule fires, or why there are none. */
  private record Verdict(List<byte[]> records, String reason) {
    boolean alive() {
      return reason == null;
    }
  }

  /**
   * @param content wire names of the content types subscribed to
   * @param observed null where no events were seen
   */
  RuleChecker(
      List<RuleSource> sources,
      RuleSet rules,
      Set<String> content,
      Lookups lookups,
      Observed observed) {
    this.rules = rules;
    this.book = new RuleBook(sources);
    Map<Boolean, List<RecordSort>> sorts =
        FeedCatalogue.bundled().sorts().stream()
            .collect(Collectors.partitioningBy(sort -> content.contains(sort.content())));
    this.subscribed = sorts.get(true);
    this.others = sorts.get(false);
    this.maker = new RecordMaker(lookups);
    this.normaliser = new Normaliser(lookups);
    this.stories = new Stories(book, rules, maker, subscribed);
    this.observed = observed;
  }

  /** Every rule, refused ones first, then in the order read. */
  List<Finding> check() {
    List<Finding> findings = new ArrayList<>();
    for (RuleError error : rules.errors()) {
      String why = error.where() + ": " + error.what();
      findings.add(
          new Finding(error.source(), error.rule(), null, null, Status.REFUSED, why, null, null));
    }
    rules.rules().forEach(rule -> findings.add(finding(rule)));
    return findings;
  }

  private Finding finding(Rule rule) {
    boolean overEvents = rules.expression(rule.id()).isPresent();
    long seen = observed != null && overEvents ? observed.matches(rule.id()) : 0;
    Verdict verdict = verdict(rule);
    Status status = verdict.alive() || seen > 0 ? Status.OK : Status.DEAD;
    String reason = seen > 0 ? null : verdict.reason();
    if (status == Status.OK && observed != null && seen == 0) {
      String missing = overEvents ? missing(rule.id()) : missingStep(rule);
      status = missing == null ? Status.OK : Status.UNSEEN;
      reason = missing;
    }
    return new Finding(
        rule.source(),
        rule.id(),
        rule.name(),
        rule.title(),
        status,
        reason,
        observed != null && overEvents ? seen : null,
        verdict.alive() ? verdict.records().stream().map(RuleChecker::json).toList() : null);
  }

  private Verdict verdict(Rule rule) {
    Verdict known = verdicts.get(rule.id());
    if (known == null) {
      known = rule.applies() ? judge(rule) : new Verdict(List.of(), anotherLog(rule));
      verdicts.put(rule.id(), known);
    }
    return known;
  }

  private String anotherLog(Rule rule) {
    Optional<Section> source =
        book.find(rule.id())
            .or(() -> book.find(String.valueOf(rule.name())))
            .map(page -> page.rule().section("logsource"));
    String called =
        source
            .map(
                section ->
                    List.of("product", "service", "category").stream()
                        .flatMap(key -> section.text(key).stream())
                        .collect(Collectors.joining("/")))
            .orElse("");
    return "another product's log (" + called + "): no record of this feed comes from it";
  }

  private Verdict judge(Rule rule) {
    Optional<Expression> expression = rules.expression(rule.id());
    return expression.isPresent() ? overEvents(rule, expression.get()) : correlation(rule);
  }

  private Verdict overEvents(Rule rule, Expression expression) {
    List<Conjunct> ways = Conjunct.of(expression);
    Optional<byte[]> record = record(ways, expression, subscribed);
    if (record.isPresent()) {
      List<byte[]> records = List.of(record.get());
      return fires(rule, records)
          ? new Verdict(records, null)
          : new Verdict(List.of(), "it does not fire on a record that fulfils its conditions");
    }
    for (RecordSort other : others) {
      if (record(ways, expression, List.of(other)).isPresent()) {
        return new Verdict(List.of(), "needs " + other.content() + ", which is not subscribed to");
      }
    }
    return new Verdict(List.of(), new Diagnosis(FeedCatalogue.bundled().sorts()).reason(ways));
  }

  private Optional<byte[]> record(
      List<Conjunct> ways, Expression expression, List<RecordSort> sorts) {
    for (Conjunct way : ways) {
      for (RecordSort sort : sorts) {
        Optional<Made> made = maker.make(way, sort, expression::matches, ANY_TIME);
        if (made.isPresent()) {
          return made.map(Made::record);
        }
      }
    }
    return Optional.empty();
  }

  private Verdict correlation(Rule rule) {
    for (Rule step : steps(rule)) {
      Verdict verdict = verdict(step);
      if (!verdict.alive()) {
        return new Verdict(
            List.of(), "needs " + step.label() + ", which is dead: " + verdict.reason());
      }
    }
    for (List<byte[]> story : stories.of(called(rule))) {
      if (fires(rule, story)) {
        return new Verdict(story, null);
      }
    }
    return new Verdict(List.of(), "no records could be made that fulfil it together");
  }

  private List<Rule> steps(Rule rule) {
    List<String> references =
        book.find(called(rule)).map(RuleBook.Page::references).orElse(List.of());
    return rules.rules().stream()
        .filter(step -> references.contains(step.id()) || references.contains(step.name()))
        .toList();
  }

  private String called(Rule rule) {
    return book.find(rule.id()).isPresent() ? rule.id() : rule.name();
  }

  /** Whether the engine raises the rule's alert on these records. */
  private boolean fires(Rule rule, List<byte[]> records) {
    OfflineDetector detector = new OfflineDetector(book.alone(called(rule)));
    for (byte[] record : records) {
      if (normaliser.normalise(RecordMaker.raw(record)) instanceof Outcome.Normalised normalised) {
        detector.accept(normalised.event());
      }
    }
    return detector.settleAll().stream().anyMatch(alert -> alert.rule().equals(rule.id()));
  }

  private String missing(String rule) {
    List<Expression> unseen = observed.unseen(rule);
    if (unseen.isEmpty()) {
      return null;
    }
    return "no event has been observed of which "
        + unseen.stream().map(RuleChecker::says).collect(Collectors.joining(" and "));
  }

  private String missingStep(Rule rule) {
    for (Rule step : steps(rule)) {
      Finding finding = finding(step);
      if (finding.status() == Status.UNSEEN) {
        return "needs " + step.label() + ", which is unseen: " + finding.reason();
      }
    }
    return null;
  }

  private static String says(Expression leaf) {
    if (leaf instanceof Expression.Field field) {
      return field.field()
          + " "
          + field.tests().stream()
              .limit(3)
              .map(test -> test.says())
              .collect(Collectors.joining(" or "));
    }
    if (leaf instanceof Expression.Present present) {
      return present.field() + " is there";
    }
    return leaf instanceof Expression.Absent absent
        ? absent.field() + " is absent"
        : "a condition over two fields or the whole record holds";
  }

  private static JsonNode json(byte[] record) {
    try {
      return Json.mapper().readTree(record);
    } catch (IOException e) {
      throw new UncheckedIOException("a record of our own cannot be read", e);
    }
  }
}
