package io.mailtrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Alert;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertCollectionTest {
  private static AlertView.Collection of(String coverage) throws IOException {
    JsonNode alert =
        Json.mapper()
            .readTree("{\"id\":\"a\",\"rule\":\"r\",\"status\":\"SETTLED\"" + coverage + "}");
    return AlertCollection.of(Alert.of(Json.bytes(alert)), alert.path("coverage"));
  }

  @Test
  void sortsTheStatementsThatThereAre() throws IOException {
    String span = "\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-03-02T00:00:00Z\"";
    for (Alert.Collected collected : Alert.Collected.values()) {
      AlertView.Collection view =
          of(",\"coverage\":{" + span + ",\"collected\":\"" + collected + "\"}");
      assertThat(view.word()).isEqualToIgnoringCase(collected.name());
      assertThat(view.tone())
          .isEqualTo(
              switch (collected) {
                case COMPLETE -> "good";
                case INCOMPLETE -> "bad";
                case UNKNOWN -> "open";
              });
      assertThat(view.from()).isEqualTo("2026-03-01 00:00:00");
      assertThat(view.missing()).isEmpty();
    }
  }

  @Test
  void noStatementIsNotAnAllClear() throws IOException {
    assertThat(of("").word()).isEqualTo("not stated");
    assertThat(of("").tone()).isEqualTo("open");
  }

  @Test
  void whatANewerReleaseSaysIsMissingIsShown() throws IOException {
    AlertView.Collection view =
        of(
            """
            ,"coverage":{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z",
            "collected":"INCOMPLETE","anything":["Audit.Exchange is behind",
            {"stream":"Audit.General","from":"2026-03-01T05:00:00Z","why":"expired"}]}
            """);

    assertThat(view.missing())
        .isEqualTo(
            List.of("Audit.Exchange is behind", "Audit.General · 2026-03-01 05:00:00 · expired"));
  }

  @Test
  void aLongListEndsWithHowManyMoreThereAre() throws IOException {
    String gaps = "\"x\",".repeat(29) + "\"x\"";
    AlertView.Collection view =
        of(
            ",\"coverage\":{\"from\":\"2026-03-01T00:00:00Z\",\"to\":\"2026-03-02T00:00:00Z\","
                + "\"collected\":\"INCOMPLETE\",\"gaps\":["
                + gaps
                + "]}");

    assertThat(view.missing()).hasSize(21).last().isEqualTo("... and 10 more");
  }
}
