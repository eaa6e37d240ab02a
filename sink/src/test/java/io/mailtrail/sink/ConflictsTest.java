package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictsTest {
  private static final List<Document> EVENTS =
      List.of(
          TestDocuments.event(1, "api", "blob-1#1"),
          TestDocuments.event(2, "api", "blob-2#9"),
          TestDocuments.event(3, "api", "blob-1#3"),
          TestDocuments.event(4, "api", "blob-1#4"));

  @Test
  void theSameCopyIsAReplayAndAnotherADuplicate() {
    String body =
        """
        {"docs":[{"found":true,"_source":{"mailtrail":{"copy":"blob-1#1"}}},
        {"found":true,"_source":{"mailtrail":{"copy":"blob-1#2"}}},
        {"found":false},{"error":{"type":"index_not_found_exception"}}]}
        """;

    assertThat(Conflicts.outcomes(EVENTS, answered(200, body)))
        .containsExactly(Outcome.REPLAYED, Outcome.DUPLICATE, Outcome.RETRY, Outcome.RETRY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"docs\":[{\"found\":true}]}"})
  void anAnswerThatIsNotWholeLeavesEverythingOpen(String body) {
    assertThat(Conflicts.outcomes(EVENTS, answered(200, body))).containsOnly(Outcome.RETRY);
  }

  @Test
  void noAnswerLeavesEverythingOpen() {
    assertThat(Conflicts.outcomes(EVENTS, answered(503, ""))).containsOnly(Outcome.RETRY);
    assertThat(Conflicts.outcomes(EVENTS, new Reply.Unreachable("gone")))
        .containsOnly(Outcome.RETRY)
        .hasSize(EVENTS.size());
  }

  @Test
  void aRefusedSignInIsFatal() {
    assertThatThrownBy(() -> Conflicts.outcomes(EVENTS, answered(403, "")))
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("403");
  }

  @Test
  void asksForTheCopyOfEachAndNothingElse() {
    assertThat(new String(Conflicts.request(EVENTS.subList(0, 1)), UTF_8))
        .isEqualTo(
            "{\"docs\":[{\"_index\":\"mailtrail-events-2026.03\",\"_id\":\""
                + TestDocuments.eventId(1)
                + "\",\"_source\":[\"mailtrail.copy\"]}]}");
  }

  private static Reply answered(int status, String body) {
    return new Reply.Answered(status, body.getBytes(UTF_8));
  }
}
