package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Copies of one record: the best counts, whichever came first. */
class CopiesTest {
  private static final RuleSet RULES =
      Rules.load(
          Rules.event("alone", "selection: {Operation: A, F: '1'}\ncondition: selection"),
          Rules.event("base", "selection: {Operation: A, F: '1'}\ncondition: selection")
              + """
              ---
              title: root
              id: root
              correlation:
                type: event_count
                rules: [base]
                group-by: [user.email]
                timespan: 1h
                condition: {gte: 1}
              """);

  private static JsonEvent copy(String origin, String f, String user) {
    return JsonEvent.of(
        "{'id': 'r', 'Operation': 'A', 'F': '%s', 'user.email': '%s', 'mailtrail.origin': '%s'}"
            .formatted(f, user, origin));
  }

  private static List<String> found(List<JsonEvent> events) {
    OfflineDetector detector = new OfflineDetector(RULES);
    events.forEach(detector::accept);
    return detector.settleAll().stream()
        .map(alert -> alert.rule() + " " + alert.group().get("user.email"))
        .sorted()
        .toList();
  }

  @Test
  void aBetterCopyThatDoesNotMatchTakesBackWhatALowerOneGave() {
    JsonEvent export = copy("audit-data", "1", "kim@x");
    JsonEvent api = copy("api", "2", "kim@x");
    assertThat(found(List.of(export))).containsExactly("alone kim@x", "root kim@x");
    assertThat(found(List.of(export, api))).isEmpty();
    assertThat(found(List.of(api, export))).isEmpty();
  }

  @Test
  void aBetterCopyOfAnotherGroupMovesTheFact() {
    JsonEvent export = copy("audit-data", "1", "kim@x");
    JsonEvent api = copy("api", "1", "lee@x");
    List<String> expected = List.of("alone lee@x", "root lee@x");
    assertThat(found(List.of(export, api))).isEqualTo(expected);
    assertThat(found(List.of(api, export))).isEqualTo(expected);
  }

  @Property(tries = 100)
  void whichCopyCameFirstIsNothing(@ForAll java.util.Random random) {
    List<JsonEvent> copies = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      copies.add(
          copy(
              random.nextBoolean() ? "api" : "audit-data",
              random.nextBoolean() ? "1" : "2",
              random.nextBoolean() ? "kim@x" : "lee@x"));
    }
    List<String> first = found(copies);
    Collections.shuffle(copies, random);
    assertThat(found(copies)).isEqualTo(first);
  }

  @Test
  void whatIsTakenBackIsPublishedAsRetracted() {
    Alert alert = Rules.alerts(RULES, "{'Operation': 'A', 'F': '1'}").get(0);
    Copies lower = new Copies(1, List.of(), List.of(alert));
    Copies.Change change = Copies.arrive(lower, new Copies(3, List.of(), List.of()));
    assertThat(change.alerts()).extracting(Alert::status).containsExactly(Status.RETRACTED);
    assertThat(Copies.arrive(change.after(), lower).alerts()).isEmpty();
  }
}
