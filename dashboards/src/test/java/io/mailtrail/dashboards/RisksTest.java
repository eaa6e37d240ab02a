package io.mailtrail.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RisksTest {
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

  private static Alert alert(
      String id, String rule, String level, Duration ago, Map<String, List<String>> entities) {
    Instant time = NOW.minus(ago);
    return new Alert(
        id,
        rule,
        "title",
        null,
        level,
        Alert.Status.SETTLED,
        false,
        "t",
        Map.of("user.email", "grouped@c.example"),
        time,
        time,
        time,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        null,
        entities,
        Map.of(),
        0,
        null,
        null);
  }

  @Test
  void everybodyWhomAnAlertInvolvesHasItsWeight() {
    List<Alert> alerts =
        List.of(
            alert(
                "1",
                "r1",
                "high",
                Duration.ofHours(1),
                Map.of(
                    "user.email",
                    List.of("ann@c.example", "bob@c.example"),
                    "source.ip",
                    List.of("192.0.2.1"))),
            alert(
                "2",
                "r2",
                "low",
                Duration.ofHours(2),
                Map.of("user.email", List.of("bob@c.example"))));

    List<Risks.Ranked> accounts = Risks.ranked(Entity.Kind.ACCOUNT, alerts, NOW);

    assertThat(accounts)
        .extracting(one -> one.entity().name())
        .containsExactly("bob@c.example", "grouped@c.example", "ann@c.example");
    assertThat(accounts).extracting(Risks.Ranked::score).containsExactly(55, 55, 50);
    assertThat(Risks.ranked(Entity.Kind.ADDRESS, alerts, NOW))
        .extracting(one -> one.entity().name())
        .containsExactly("192.0.2.1");
    assertThat(Risks.ranked(Entity.Kind.MAILBOX, alerts, NOW)).isEmpty();
  }

  @Test
  void theScoreOfTheDayBeforeTellsWhetherItRose() {
    List<Alert> alerts =
        List.of(
            alert("1", "r1", "high", Duration.ofHours(1), Map.of()),
            alert("2", "r2", "medium", Duration.ofDays(8), Map.of()));

    Risks.Ranked one = Risks.ranked(Entity.Kind.ACCOUNT, alerts, NOW).get(0);

    assertThat(one.dayBefore()).isEqualTo(10);
    assertThat(one.score()).isEqualTo(50 + 9);
    assertThat(one.newest().id()).isEqualTo("1");
  }

  @Test
  void whatHasFadedAndWhatIsYetToComeHaveNoScore() {
    List<Alert> alerts =
        List.of(
            alert("1", "r1", "critical", Duration.ofDays(56), Map.of()),
            alert("2", "r2", "critical", Duration.ofHours(-1), Map.of()));

    assertThat(Risks.ranked(Entity.Kind.ACCOUNT, alerts, NOW)).isEmpty();
  }
}
