package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LateLoginTest {
  private static final SimulatedTenant TENANT =
      SimulatedTenant.of(TenantPlan.of(4).withUsers(80).withDays(30));

  private static final List<Announced> RECORDS = relevant();

  private record Announced(ContentBlob blob, JsonNode fields) {}

  @Test
  void aLateRecordUndoesWhatLookedLikeATakeover() {
    Story story = TENANT.truth().story("near-miss-late-earlier-login").orElseThrow();
    Instant known = story.rule().available().plus(Duration.ofMinutes(30));

    assertThat(usersFoundAt(known)).contains(story.user());
    assertThat(usersFoundAt(known.plus(Duration.ofHours(2)))).doesNotContain(story.user());
    // While it stood, nobody could have taken it for settled: the rule was not yet a day old.
    assertThat(Duration.between(story.rule().time(), known.plus(Duration.ofHours(2))))
        .isLessThan(Duration.ofHours(24));
  }

  @Test
  void aTakeoverIsFoundOnceBothItsRecordsAreThere() {
    for (Story story : NaiveTakeoverFinder.due(TENANT.truth())) {
      Instant both =
          story.login().available().isAfter(story.rule().available())
              ? story.login().available()
              : story.rule().available();

      assertThat(usersFoundAt(both.minusSeconds(1))).doesNotContain(story.user());
      assertThat(usersFoundAt(both.plus(Duration.ofMinutes(21)))).contains(story.user());
    }
  }

  private static List<String> usersFoundAt(Instant now) {
    Set<String> seen = new HashSet<>();
    List<JsonNode> records = new ArrayList<>();
    for (Announced announced : RECORDS) {
      boolean isThere = !announced.blob().created().isAfter(now);
      if (isThere && seen.add(announced.fields().get("Id").textValue())) {
        records.add(announced.fields());
      }
    }
    return NaiveTakeoverFinder.find(records).stream().map(NaiveTakeoverFinder.Found::user).toList();
  }

  /** What the definition speaks of, read once: the finder looks at nothing else. */
  private static List<Announced> relevant() {
    List<Announced> relevant = new ArrayList<>();
    for (ContentBlob blob : TENANT.allBlobs()) {
      for (byte[] json : blob.records()) {
        TenantRecords.parse(json)
            .filter(fields -> NaiveTakeoverFinder.isRelevant(fields))
            .ifPresent(fields -> relevant.add(new Announced(blob, fields)));
      }
    }
    return relevant;
  }
}
