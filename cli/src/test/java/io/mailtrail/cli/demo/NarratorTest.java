package io.mailtrail.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Status;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NarratorTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final StringWriter err = new StringWriter();
  private final Narrator narrator = new Narrator(new PrintWriter(err, true), false);

  private static Alert alert(Status status, Map<String, String> group, int records) {
    List<Alert.Evidence> evidence =
        IntStream.range(0, records)
            .mapToObj(i -> new Alert.Evidence("t/" + i, NOON, "s", "s", "r"))
            .toList();
    return new Alert(
        "id",
        "rule",
        "Odd rule",
        null,
        "high",
        status,
        false,
        "t",
        group,
        NOON,
        NOON,
        NOON,
        evidence,
        null,
        null,
        null,
        null);
  }

  private List<String> lines() {
    return err.toString().lines().map(line -> line.replaceFirst("^ *\\d+\\.\\ds  ", "")).toList();
  }

  @Test
  void anAlertIsToldOnceForEachStatus() {
    Map<String, String> ann = Map.of("user.email", "ann@c.example");
    narrator.alert(alert(Status.PROVISIONAL, ann, 1));
    narrator.alert(alert(Status.PROVISIONAL, ann, 2));
    narrator.alert(alert(Status.SETTLED, ann, 2));

    assertThat(lines())
        .containsExactly(
            "ALERT  provisional high     Odd rule: ann@c.example (1 record)",
            "ALERT  settled     high     Odd rule: ann@c.example (2 records)");
  }

  @Test
  void anAlertAboutNobodyHasNoColon() {
    narrator.alert(alert(Status.SETTLED, Map.of(), 3));

    assertThat(lines()).containsExactly("ALERT  settled     high     Odd rule (3 records)");
  }

  @Test
  void whereThereIsNoTerminalWhatGoesOnRightNowIsNotWritten() {
    narrator.status("starting");
    narrator.say("started");

    assertThat(lines()).containsExactly("started");
  }
}
