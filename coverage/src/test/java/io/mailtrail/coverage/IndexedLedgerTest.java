package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.Kind;
import io.mailtrail.model.LedgerEntry.State;
import io.mailtrail.model.LogonType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class IndexedLedgerTest {
  private static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant END = DAY.plus(Duration.ofHours(4));
  private static final Duration HORIZON = Duration.ofHours(2);

  private final Indices indices = new Indices();

  /** Indices whose every document matches. */
  private static final class Indices implements IndexSearch {
    final List<JsonNode> ledger = new ArrayList<>();
    final Map<String, Long> events = new HashMap<>();
    final Map<String, Long> failed = new HashMap<>();

    @Override
    public long count(String index, ObjectNode query) {
      return index.equals("mailtrail-ledger") ? ledger.size() : 0;
    }

    @Override
    public JsonNode search(String index, ObjectNode query) {
      ObjectNode answer = Json.mapper().createObjectNode();
      var buckets = answer.putObject("aggregations").putObject("blobs").putArray("buckets");
      (index.equals("mailtrail-events") ? events : failed)
          .forEach((name, count) -> buckets.addObject().put("key", name).put("doc_count", count));
      return answer;
    }

    @Override
    public void scan(String index, ObjectNode query, String unique, Consumer<JsonNode> each) {
      ledger.forEach(each);
    }
  }

  private Collected collected(long maxEntries) {
    return new IndexedLedger(indices, HORIZON, maxEntries).collected("t", DAY, END);
  }

  private List<String> whys() {
    return collected(Long.MAX_VALUE).gaps(DAY, END).stream().map(Collected.Gap::why).toList();
  }

  @Test
  void nothingIsKnownWhereTheLedgerHasNeverHeardOfTheTenant() {
    assertThat(collected(10).isKnown()).isFalse();
  }

  @Test
  void whatIsPublishedAndSearchableIsNoGap() {
    finishedWindows();
    add(blob("b", 2));
    indices.events.put("b", 2L);

    assertThat(whys()).isEmpty();
  }

  @Test
  void whatIsPublishedAndCannotBeSearchedIsAGap() {
    finishedWindows();
    add(blob("b", 2));
    indices.events.put("b", 1L);

    assertThat(whys()).singleElement().asString().contains("can be searched yet");
  }

  @Test
  void recordsThatFailedAreAGap() {
    finishedWindows();
    add(blob("b", 2));
    indices.events.put("b", 2L);
    indices.failed.put("b", 1L);

    assertThat(whys()).singleElement().asString().startsWith("1 records of a content blob failed");
  }

  @Test
  void anEntryThatCannotBeReadIsAGapOfTheWholeSpan() {
    finishedWindows();
    indices.ledger.add(Json.mapper().createObjectNode().put("kind", "no such kind"));

    assertThat(collected(Long.MAX_VALUE).gaps(DAY, END))
        .containsExactly(new Collected.Gap(DAY, END, "entries of the ledger cannot be read"));
  }

  @Test
  void tooMuchLedgerToReadIsAGapAndNoAllClear() {
    finishedWindows();
    Collected collected = collected(indices.ledger.size() - 1L);

    assertThat(collected(indices.ledger.size()).gaps(DAY, END)).isEmpty();
    assertThat(collected.isKnown()).isTrue();
    assertThat(collected.gaps(DAY, END))
        .singleElement()
        .satisfies(gap -> assertThat(gap.why()).contains("too much ledger to read"));
    Question question = new Question(Mailbox.named("ann@c.example"), "HardDelete", LogonType.OWNER);
    Answer answer = Answer.of(question, 0, Timeline.of("t", List.of()), DAY, END, collected);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.COLLECTION_INCOMPLETE);
    assertThat(String.join(" ", answer.sentences())).doesNotContain("there is no ledger");
  }

  private void finishedWindows() {
    for (int i = -3; i < 8; i++) {
      Instant start = DAY.plus(Duration.ofHours(i));
      add(entry("window/" + i, Kind.WINDOW, State.FINISHED, start, 0));
    }
  }

  private void add(LedgerEntry entry) {
    indices.ledger.add(Json.mapper().valueToTree(entry));
  }

  private static LedgerEntry blob(String name, long records) {
    return entry(name, Kind.BLOB, State.PUBLISHED, DAY.plus(Duration.ofHours(1)), records);
  }

  private static LedgerEntry entry(
      String name, Kind kind, State state, Instant start, long records) {
    return new LedgerEntry(
        name,
        kind,
        state,
        "t",
        "Audit.Exchange",
        name,
        start,
        start.plus(Duration.ofHours(1)),
        0,
        0,
        0,
        null,
        records,
        0,
        null,
        null,
        null,
        null,
        1,
        DAY);
  }
}
