package io.mailtrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in a record, the page keeps its own structure. */
class EscapingTest {
  private final Templates templates = new Templates(Assets.load());

  @Property(tries = 150)
  void aValueNeverBecomesMarkupInTheTable(@ForAll("hostile") String value) {
    EventRow harmless = EventRow.of(document(harmless(value)), SearchState.DEFAULT);
    EventRow row = EventRow.of(document(value), SearchState.DEFAULT);

    assertSameStructure(
        templates.part("rows", List.of(row)), templates.part("rows", List.of(harmless)));
  }

  @Property(tries = 150)
  void aValueNeverBecomesMarkupInTheDetail(@ForAll("hostile") String value) {
    EventView harmless = EventDetail.of(document(harmless(value)), SearchState.DEFAULT, List.of());
    EventView view = EventDetail.of(document(value), SearchState.DEFAULT, List.of());

    assertSameStructure(templates.part("detail", view), templates.part("detail", harmless));
  }

  @Property(tries = 150)
  void aFilterNeverBecomesMarkup(@ForAll("hostile") String value) {
    SearchState state = SearchState.DEFAULT.including(new Filter("f" + value, value));
    SearchState harmless = SearchState.DEFAULT.including(new Filter("f", "x"));

    assertSameStructure(
        templates.part("hidden", state.filterParameters()),
        templates.part("hidden", harmless.filterParameters()));
  }

  @Property(tries = 300)
  void anIdCannotLeaveItsPath(@ForAll("hostile") String id) {
    String link = Links.event(id);

    assertThat(link)
        .matches("/events/[A-Za-z0-9._~/-]+")
        .doesNotContain("/../")
        .doesNotContain("//");
    assertThat(Links.id(link.substring("/events/".length()))).isEqualTo(id);
  }

  @Property(tries = 300)
  void aCellIsOneCellAndNoFormula(@ForAll("hostile") String value) {
    String cell = Export.csv(value);

    String read =
        cell.startsWith("\"") ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell;
    assertThat(read).isIn(value, "'" + value);
    assertThat(read).doesNotMatch("(?s)^[=+@\\t\\r-].*");
    if (!cell.startsWith("\"")) {
      assertThat(cell).doesNotContain(",", "\"", "\n", "\r");
    }
  }

  @Property(tries = 50)
  void aSearchForAnyValueKeepsTheValue(@ForAll("hostile") String value) {
    assertThat(Links.search("user.email", value, SampleData.NOW, Duration.ofHours(1)))
        .startsWith("/?from=2026-03-10T11%3A00%3A00Z&to=2026-03-10T13%3A00%3A00Z&f=user.email%3A");
  }

  private static void assertSameStructure(String page, String harmless) {
    assertThat(Pages.skeleton(page)).isEqualTo(Pages.skeleton(harmless));
  }

  /** The same text without any character that markup is made of. */
  private static String harmless(String value) {
    return value.replaceAll("[<>\"'&]", "x");
  }

  private static Document document(String value) {
    ObjectNode source = JsonNodeFactory.instance.objectNode();
    source.put("@timestamp", "2026-03-10T12:00:00Z").put("message", "m" + value);
    source.putObject("user").put("email", "u" + value);
    ObjectNode event = source.putObject("event");
    event.put("action", "a" + value).put("outcome", "o" + value).put("provider", "p" + value);
    source
        .putObject("source")
        .put("address", "s" + value)
        .putObject("geo")
        .put("country_iso_code", "c" + value);
    ObjectNode audit = source.putObject("o365").putObject("audit");
    audit.put("ObjectId", "i" + value);
    audit.putObject("Parameters").put("n" + value, "v" + value);
    return new Document("tenant/1", source);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.of(
            "<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "' onmouseover='alert(1)",
            "javascript:alert(1)",
            "${7*7}",
            "@if(true)",
            "=1+1",
            "-2",
            "\t@x",
            "a,b\r\nc",
            "../..",
            "./",
            "//evil.example",
            "~",
            "%2e%2e",
            "&lt;",
            "]]>",
            "<!--",
            "\u202e",
            "é",
            "x")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(parts -> String.join("", parts));
  }
}
