package io.mailtrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.config.Settings;
import io.mailtrail.sink.OpenSearchAccess;
import io.mailtrail.sink.Templates;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Before the first record: nothing found must not look like nothing happened. */
@WithServers
class ConsoleWithoutDataIT {
  private final OpenSearchEndpoint openSearch;

  ConsoleWithoutDataIT(OpenSearchEndpoint openSearch) {
    this.openSearch = openSearch;
  }

  @Test
  void saysThatNothingWasCollectedBeforeTheIndicesExist() throws Exception {
    openSearch.clear();

    assertEveryPageSaysSo();
  }

  @Test
  void saysThatNothingWasCollectedWhileTheIndicesAreEmpty() throws Exception {
    openSearch.clear();
    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);

    assertEveryPageSaysSo();
  }

  private void assertEveryPageSaysSo() throws Exception {
    Map<String, String> values =
        Map.of(
            "listen.port", "0",
            "opensearch.url", openSearch.uri().toString(),
            "query.timeout", "30s");
    try (Console console =
        Console.start(ConsoleConfig.from(Settings.of(values, ConsoleConfig.SETTINGS)))) {
      Pages pages = new Pages(console);
      for (String path : new String[] {"/", "/?t=all", "/?q=user.email:x&f=a:b"}) {
        assertThat(pages.get(path).body()).contains("No record has been collected yet");
      }
      assertThat(pages.get("/alerts").body()).contains("this is no all-clear");
      assertThat(pages.get("/failed").body()).contains("Nothing has failed");
      assertThat(pages.get("/coverage").body()).contains("No record of a change");
      assertThat(pages.get("/coverage?mailbox=a").body()).contains("Nothing is known");
      assertThat(pages.get("/ledger").body()).contains("Nothing has been asked for yet");
      assertThat(pages.get("/export.jsonl?t=all").body()).isEmpty();
      assertThat(pages.get("/events/t/1").status()).isEqualTo(404);
      assertThat(pages.get("/health").status()).isEqualTo(200);
    }
  }
}
