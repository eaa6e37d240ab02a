package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.enrich.RuleBook.Edition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which text of each rule is in force. */
class RuleBookTest {
  private static final String BASE = rule("base", "base of the start");
  private static final String CORRELATION =
      """
      title: many
      id: many
      correlation: {type: event_count, rules: [base], group-by: [user.email], timespan: 1h, \
      condition: {gte: 3}}
      """;
  private static final String BROKEN = "title: broken\nid: base\ndetection: {condition: nothing}\n";

  private final RuleBook book =
      new RuleBook(RuleText.split(new RuleSource("start.yml", BASE + "---\n" + CORRELATION)));
  private long offset;

  private static String rule(String id, String title) {
    return """
    title: %s
    id: %s
    logsource: {product: m365}
    detection: {selection: {Operation: X}, condition: selection}
    """
        .formatted(title, id);
  }

  private RuleChange change(String id, String yaml) {
    return new RuleChange(id, yaml, 0, offset++, 0);
  }

  private Edition begin(RuleChange... newest) {
    return book.begin(List.of(newest), List.of());
  }

  private static List<String> titles(Edition edition) {
    return edition.rules().rules().stream().map(Rule::title).toList();
  }

  @Test
  void withoutMessagesTheRulesOfTheStartAreInForce() {
    assertThat(titles(begin())).containsExactly("base of the start", "many");
  }

  @Test
  void aMessageReplacesARuleOfTheStartOrAddsOne() {
    begin();
    Edition edition =
        book.apply(
            List.of(change("base", rule("base", "replaced")), change("new", rule("new", "added"))));
    assertThat(titles(edition)).containsExactly("replaced", "many", "added");
    assertThat(edition.refusals()).isEmpty();
  }

  @Test
  void theOrderOfRulesThatBelongTogetherIsOfNoAccount() {
    begin();
    RuleChange correlation = change("c", CORRELATION.replace("many", "c").replace("base", "b"));
    assertThat(book.apply(List.of(correlation)).refusals()).hasSize(1);
    Edition edition = book.apply(List.of(change("b", rule("b", "what c needs"))));
    assertThat(edition.refusals()).isEmpty();
    assertThat(edition.rules().errors()).isEmpty();
    assertThat(titles(edition)).contains("c", "what c needs");
  }

  @Test
  void aTombstoneBringsTheRuleOfTheStartBack() {
    begin(change("base", rule("base", "replaced")), change("new", rule("new", "added")));
    assertThat(titles(book.apply(List.of(change("base", null), change("new", null)))))
        .containsExactly("base of the start", "many");
  }

  @Test
  void aRuleOfTheStartIsSwitchedOffByAMessageThatSaysSo() {
    begin();
    Edition edition = book.apply(List.of(change("many", RuleChange.removal("many"))));
    assertThat(titles(edition)).containsExactly("base of the start");
    assertThat(edition.refusals()).isEmpty();
    assertThat(titles(book.apply(List.of(change("many", null)))))
        .containsExactly("base of the start", "many");
  }

  @Test
  void aBrokenTextIsRefusedByNameAndTheOneBeforeStays() {
    begin();
    book.apply(List.of(change("base", rule("base", "replaced"))));
    RuleChange broken = change("base", BROKEN);
    Edition edition = book.apply(List.of(broken));
    assertThat(titles(edition)).containsExactly("replaced", "many");
    assertThat(edition.rules().errors()).isEmpty();
    assertThat(edition.refusals())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.error().rule()).isEqualTo("base");
              assertThat(refusal.change()).contains(broken);
            });
    assertThat(book.apply(List.of(change("other", rule("other", "o")))).refusals())
        .as("said once")
        .isEmpty();
  }

  @Test
  void theTextBeforeABrokenOneStaysAcrossARestart() {
    RuleChange good = change("base", rule("base", "replaced"));
    RuleChange broken = change("base", BROKEN);
    assertThat(titles(book.begin(List.of(broken), List.of(good))))
        .containsExactly("replaced", "many");
    assertThat(book.accepted()).containsValue(good);
  }

  @Test
  void withoutATextBeforeTheRuleOfTheStartStays() {
    assertThat(titles(begin(change("base", BROKEN)))).containsExactly("base of the start", "many");
    assertThat(titles(begin(change("base", "title: [")))).contains("base of the start");
  }

  @Test
  void whatTheTopicForgotIsForgotten() {
    RuleChange old = change("base", rule("base", "replaced"));
    assertThat(titles(book.begin(List.of(), List.of(old))))
        .containsExactly("base of the start", "many");
    assertThat(book.accepted()).isEmpty();
  }

  @Test
  void theKeyIsTheRulesId() {
    Edition edition = begin(change("base", rule("another", "smuggled")));
    assertThat(titles(edition)).containsExactly("base of the start", "many");
    assertThat(edition.refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.error().where()).isEqualTo("id"));
  }

  @Test
  void aMessageIsOneRule() {
    String two = rule("base", "a") + "---\n" + rule("b", "b");
    assertThat(begin(change("base", two)).refusals()).hasSize(1);
  }

  @Test
  void aBrokenCorrelationDoesNotLetItsBaseRulesRaiseAlerts() {
    begin();
    String broken = CORRELATION.replace("gte: 3", "gte: some");
    Edition edition =
        book.apply(Arrays.asList(change("many", RuleChange.removal("many")), change("c", null)));
    assertThat(kind(edition, "base")).isEqualTo(Rule.Kind.EVENT);
    edition = book.apply(List.of(change("c", broken.replace("many", "c"))));
    assertThat(edition.refusals()).hasSize(1);
    assertThat(kind(edition, "base")).isEqualTo(Rule.Kind.BASE);
  }

  private static Rule.Kind kind(Edition edition, String id) {
    return edition.rules().rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow()
        .kind();
  }
}
