package io.mailtrail.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.AccessType.Actor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessTypeTest {
  @ParameterizedTest
  @CsvSource({
    "0, OWNER, false, 0, OWNER",
    "0, SOMEBODY_ELSE, false, 2, DELEGATE",
    "2, SOMEBODY_ELSE, false, 1, ADMINISTRATOR",
    "2, SOMEBODY_ELSE, true, 1, DATACENTRE",
    "2, SOMEBODY_ELSE, true, 6, ADMINISTRATOR",
    "3, SOMEBODY_ELSE, false, 1, DATACENTRE",
    "DcAdmin, UNKNOWN, false, 0, DATACENTRE",
    "5, SOMEBODY_ELSE, false, 0, APPLICATION",
    "ServicePrincipal, SOMEBODY_ELSE, false, 1, APPLICATION",
    "4, UNKNOWN, false, Transport, DATACENTRE",
    "4, UNKNOWN, false, SystemService, DATACENTRE",
    "0, OWNER, false, BestAccess, OWNER",
    "0, SOMEBODY_ELSE, false, BestAccess, DELEGATE",
    "0, OWNER, false, , OWNER",
    "0, SOMEBODY_ELSE, true, nonsense, DELEGATE"
  })
  void followsTheRecord(
      String userType, Actor actor, boolean outside, String logon, AccessType expected) {
    Optional<LogonType> type = logon == null ? Optional.empty() : LogonType.of(logon);
    assertThat(AccessType.of(userType, type, actor, outside)).contains(expected);
  }

  @ParameterizedTest
  @EnumSource(LogonType.class)
  void isKnownForEveryLogonOfSomebodyWhoIsKnown(LogonType logon) {
    for (Actor actor : new Actor[] {Actor.OWNER, Actor.SOMEBODY_ELSE}) {
      assertThat(AccessType.of(null, Optional.of(logon), actor, false)).isPresent();
    }
  }

  @Test
  void isUnknownWhereNothingIsSaid() {
    assertThat(AccessType.of(null, Optional.empty(), Actor.UNKNOWN, false)).isEmpty();
  }
}
