package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.ingest.api.Outcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTableTest {
  private static final Instant NOW = Instant.parse("2026-03-11T15:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "429, AF429, RETRY",
    "403, AF429, RETRY",
    "500, AF50000, RETRY",
    "401, AF10001, STOP_TENANT",
    "403, AF20010, STOP_TENANT",
    "400, AF20011, STOP_TENANT",
    "400, AF20012, STOP_TENANT",
    "400, AF20013, STOP_TENANT",
    "400, AF20003, STOP_TENANT",
    "400, AF20020, STOP_TENANT",
    "400, AF20021, STOP_TENANT",
    "400, AF20053, STOP_TENANT",
    "400, AF20054, STOP_TENANT",
    "400, AF20022, START_SUBSCRIPTION",
    "400, AF20023, STOP_TENANT",
    "400, AF20024, ALREADY_ENABLED",
    "400, AF20030, SHRINK_WINDOW",
    "400, AF20055, SHRINK_WINDOW",
    "400, AF20031, RESTART_LISTING",
    "404, AF20050, SKIP_MISSING",
    "400, AF20051, SKIP_EXPIRED",
    "400, AF20052, SKIP_MISSING",
  })
  void theCodeInTheBodyDecidesWhateverTheStatus(int status, String code, Remedy remedy) {
    Refusal refusal =
        classify(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"x\"}}", null);
    assertThat(refusal.remedy()).isEqualTo(remedy);
    assertThat(refusal.code()).isEqualTo(code);
  }

  @Test
  void aBodyThatIsNotValidJsonIsUnderstood() {
    String body =
        "{'error':{'code':'AF429','message':'Too many requests. Method=GetBlob, PublisherId=0'}}";
    assertThat(classify(403, body, null).remedy()).isEqualTo(Remedy.RETRY);
  }

  @Test
  void anUnknownCodeLeavesTheDecisionToTheStatus() {
    assertThat(classify(503, "{\"error\":{\"code\":\"AF99999\"}}", null).remedy())
        .isEqualTo(Remedy.RETRY);
    assertThat(classify(401, "Authorization has been denied", null).remedy())
        .isEqualTo(Remedy.SIGN_IN_AGAIN);
  }

  @ParameterizedTest
  @CsvSource({"400", "403", "404", "410", "502"})
  void nothingIsGivenUpForABareStatus(int status) {
    assertThat(classify(status, "<html>proxy</html>", null).remedy()).isEqualTo(Remedy.RETRY);
  }

  @Test
  void auditingThatIsOffStopsTheTenant() {
    assertThat(classify(400, "Tenant 0b1c does not exist.", null).remedy())
        .isEqualTo(Remedy.STOP_TENANT);
  }

  @Test
  void retryAfterIsSecondsOrADateAndNeverMoreThanAnHour() {
    assertThat(ErrorTable.retryAfter("17", NOW)).contains(Duration.ofSeconds(17));
    assertThat(ErrorTable.retryAfter("Wed, 11 Mar 2026 15:00:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(ErrorTable.retryAfter("Wed, 11 Mar 2026 14:00:00 GMT", NOW)).contains(Duration.ZERO);
    assertThat(ErrorTable.retryAfter("999999", NOW)).contains(Duration.ofHours(1));
    assertThat(ErrorTable.retryAfter("soon", NOW)).isEqualTo(Optional.empty());
    assertThat(ErrorTable.retryAfter(null, NOW)).isEmpty();
  }

  private static Refusal classify(int status, String body, String retryAfter) {
    return ErrorTable.classify(status, body.getBytes(UTF_8), retryAfter, NOW);
  }
}
