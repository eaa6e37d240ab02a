package io.mailtrail.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftTest {
  private final Normaliser normaliser = new Normaliser(Lookups.none());

  private Event event(String fields) {
    return Records.event(normaliser, Records.with(fields));
  }

  @Test
  void whatIsKnownIsNoDrift() {
    assertThat(
            event(
                    "\"RecordType\":\"ExchangeItem\",\"Operation\":\"send\",\"UserType\":\"Regular\",\"LogonType\":\"Owner\",\"item\":{\"Subject\":1},\"Parameters\":\"x\",\"NewField\":null")
                .drift())
        .isEmpty();
  }

  @Test
  void unknownNumbersNamesAndFieldsAreNoted() {
    assertThat(
            event(
                    "\"Zeta\":1,\"Alpha\":{\"x\":1},\"RecordType\":2,\"Operation\":\"Teleport \",\"UserType\":99,\"LogonType\":\"9\",\"ExternalAccess\":\"perhaps\",\"UserId\":[1]")
                .drift())
        .containsExactly(
            "field:Alpha",
            "field:Zeta",
            "logon_type:9",
            "operation:Teleport",
            "user_type:99",
            "value:ExternalAccess",
            "value:UserId");
    assertThat(event("\"RecordType\":999").drift()).containsExactly("record_type:999");
    assertThat(event("\"RecordType\":\"FutureType\"").drift())
        .containsExactly("record_type:FutureType", "value:RecordType");
  }

  @Test
  void namesInsideOfFieldsAreNotedWhereTheTypeIsKnown() {
    String item = "\"Operation\":\"Send\",\"Item\":{\"Subject\":\"x\",\"Flavour\":{\"Deep\":1}}";
    assertThat(event("\"RecordType\":2," + item).drift()).containsExactly("field:Item.Flavour");
    assertThat(event("\"RecordType\":30," + item).drift()).isEmpty();
    assertThat(
            event(
                    "\"RecordType\":1,\"Operation\":\"Set-X\",\"Parameters\":[{\"Name\":\"Flavour\",\"Value\":{\"Deep\":1}}]")
                .drift())
        .isEmpty();
  }

  @Test
  void unknownOperationsAreNotedWhereAllAreKnown() {
    assertThat(event("\"RecordType\":15,\"Operation\":\"UserTeleported\"").drift())
        .containsExactly("operation:UserTeleported");
    assertThat(event("\"RecordType\":15,\"Operation\":\"UserLoggedIn\"").drift()).isEmpty();
    assertThat(event("\"RecordType\":40,\"Operation\":\"AlertForgotten\"").drift())
        .containsExactly("operation:AlertForgotten");
    assertThat(event("\"RecordType\":8,\"Operation\":\"Anything\"").drift()).isEmpty();
  }

  @Test
  void theNotesAreBounded() {
    StringBuilder fields = new StringBuilder("\"" + "n".repeat(500) + "\":1");
    for (int i = 10; i < 60; i++) {
      fields.append(",\"New").append(i).append("\":1");
    }
    assertThat(event(fields.toString()).drift())
        .hasSize(11)
        .startsWith("field:New10", "field:New11")
        .endsWith("more")
        .allSatisfy(note -> assertThat(note.length()).isLessThanOrEqualTo(120));
  }
}
