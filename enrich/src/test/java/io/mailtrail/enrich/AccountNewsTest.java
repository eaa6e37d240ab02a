package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.ProgressMarker;
import io.mailtrail.model.ProgressMarker.Gap;
import io.mailtrail.model.ProgressMarker.Progress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountNewsTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final AccountNews news = new AccountNews();

  private boolean isNew(String collector, Instant upTo, Instant since, Gap... gaps) {
    Progress progress = new Progress("t", "Audit.Exchange", upTo, since, List.of(gaps));
    return news.isNew(new ProgressMarker(collector, List.of(progress)).toBytes());
  }

  @Test
  void anAccountIsToldWhenItChangesAndAfterEachStep() {
    Instant since = NOON.minusSeconds(3_600);
    assertThat(isNew("c", NOON, since)).isTrue();
    assertThat(isNew("c", NOON, since)).isFalse();
    assertThat(isNew("c", NOON.plus(AccountNews.STEP).minusMillis(1), since)).isFalse();
    assertThat(isNew("c", NOON.plus(AccountNews.STEP), since)).isTrue();
    assertThat(isNew("c", NOON.plus(AccountNews.STEP).plusMillis(1), since)).isFalse();
    Gap gap = new Gap(NOON, NOON.plusSeconds(60), "EXPIRED");
    assertThat(isNew("c", NOON.plus(AccountNews.STEP), since, gap)).isTrue();
    assertThat(isNew("c", NOON, NOON, gap)).as("it has begun anew").isTrue();
    assertThat(isNew("other", NOON, since)).isTrue();
  }

  @Test
  void whatCannotBeReadIsNoNews() {
    assertThat(news.isNew("{".getBytes(UTF_8))).isFalse();
  }
}
