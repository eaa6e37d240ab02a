package io.mailtrail.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithServers
class TemplatesIT {
  private final OpenSearchEndpoint openSearch;

  TemplatesIT(OpenSearchEndpoint openSearch) {
    this.openSearch = openSearch;
  }

  @BeforeEach
  void install() {
    openSearch.clear();
    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mailtrail-events",
        "mailtrail-alerts",
        "mailtrail-failed",
        "mailtrail-ledger",
        "mailtrail-coverage"
      })
  void anEmptySystemCanBeSearched(String index) throws Exception {
    JsonNode answer =
        json(
            openSearch
                .send(
                    "POST",
                    "/" + index + "/_search",
                    """
                    {"query":{"simple_query_string":{"query":"anything"}},
                     "sort":[{"@timestamp":"desc"}],
                     "aggs":{"days":{"date_histogram":{"field":"@timestamp","fixed_interval":"1d"}}}}
                    """)
                .orThrow());

    assertThat(answer.at("/hits/total/value").asInt()).isZero();
  }

  @Test
  void installingAgainChangesNothing() throws Exception {
    String before = openSearch.get("/_index_template/mailtrail-*").orThrow();

    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);

    assertThat(json(openSearch.get("/_index_template/mailtrail-*").orThrow()))
        .isEqualTo(json(before));
  }

  @Test
  void aNewerTemplateStays() throws Exception {
    openSearch
        .send(
            "PUT",
            "/_index_template/mailtrail-ledger",
            "{\"index_patterns\":[\"mailtrail-ledger\"],\"version\":999}")
        .orThrow();

    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);

    assertThat(
            json(openSearch.get("/_index_template/mailtrail-ledger").orThrow())
                .at("/index_templates/0/index_template/version")
                .asInt())
        .isEqualTo(999);
  }

  @Test
  void anIndexThatIsThereLearnsNewFields() throws Exception {
    openSearch.send("DELETE", "/mailtrail-ledger", "").orThrow();
    openSearch.send("DELETE", "/_index_template/mailtrail-ledger", "").orThrow();
    openSearch
        .send(
            "PUT",
            "/mailtrail-ledger",
            "{\"mappings\":{\"dynamic\":false,\"properties\":{\"id\":{\"type\":\"keyword\"}}}}")
        .orThrow();

    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);

    assertThat(mapping("mailtrail-ledger")).containsEntry("idsDigest", "keyword");
  }

  @Test
  void anIndexOfAMonthIsMappedAsTheFileSaysAndStaysSo() throws Exception {
    Map<String, String> file = TemplatesTest.fields(Templates.bundled().get(0).mappings());
    openSearch
        .send(
            "PUT",
            "/mailtrail-events-2026.03/_doc/1?refresh=true",
            """
            {"@timestamp":"2026-03-01T00:00:00Z","surprise":{"x":1},"mailtrail":{"new":true},
             "o365":{"audit":{"Unheard":"of","Parameters":{"ForwardTo":"a@b.c","Deep":{"er":1}}}},
             "source":{"geo":{"location":{"lat":52.5,"lon":13.4}}}}
            """)
        .orThrow();

    assertThat(mapping("mailtrail-events-2026.03")).isEqualTo(file);
    assertThat(hits("{\"term\":{\"o365.audit.Parameters.ForwardTo\":\"a@b.c\"}}")).isEqualTo(1);
    assertThat(
            hits(
                """
                {"geo_distance":{"distance":"1km","source.geo.location":{"lat":52.5,"lon":13.4}}}
                """))
        .isEqualTo(1);
  }

  /** The normaliser cuts texts at this length; no script makes them too long for a term. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "한", "😀"})
  void theLongestTextsAreAccepted(String character) throws Exception {
    int max = io.mailtrail.model.Limits.MAX_TERM_CHARS;
    String longest = character.repeat(max / character.length());
    var event = Json.mapper().createObjectNode();
    event.put("@timestamp", "2026-03-01T00:00:00Z").put("message", longest);
    event.putObject("email").put("subject", longest);
    var audit = event.putObject("o365").putObject("audit");
    audit.put("ObjectId", longest);
    audit.putObject("Parameters").put("ForwardTo", longest);
    audit.putObject("other").put("A name as long as a name may well be in such a list", longest);

    openSearch
        .send(
            "PUT",
            "/mailtrail-events-2026.03/_doc/" + character.codePointAt(0) + "?refresh=true",
            event.toString())
        .orThrow();

    assertThat(hits("{\"exists\":{\"field\":\"o365.audit.ObjectId\"}}")).isEqualTo(1);
    assertThat(hits("{\"exists\":{\"field\":\"email.subject\"}}")).isEqualTo(1);
  }

  @Test
  void saysWhatIsWrongWhenNothingCanBeInstalled() {
    OpenSearchAccess nobody = OpenSearchAccess.of(URI.create("http://127.0.0.1:1"));

    assertThatThrownBy(() -> Templates.install(nobody, 0))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("cannot list index templates");
  }

  private int hits(String query) throws IOException {
    String search = "{\"query\":" + query + "}";
    return json(openSearch.send("POST", "/mailtrail-events/_search", search).orThrow())
        .at("/hits/total/value")
        .asInt();
  }

  private Map<String, String> mapping(String index) throws IOException {
    return TemplatesTest.fields(
        json(openSearch.get("/" + index + "/_mapping").orThrow()).path(index).path("mappings"));
  }

  private static JsonNode json(String text) throws IOException {
    return Json.mapper().readTree(text);
  }
}
