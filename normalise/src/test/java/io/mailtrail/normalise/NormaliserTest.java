package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.FailedRecord;
import io.mailtrail.model.Limits;
import io.mailtrail.model.RawRecord;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {
  private final Normaliser normaliser = new Normaliser(Lookups.none());

  private FailedRecord rejected(RawRecord raw) {
    return ((Outcome.Rejected) normaliser.normalise(raw)).failed();
  }

  private Event event(String fields) {
    return Records.event(normaliser, Records.with(fields));
  }

  private JsonNode document(String fields) {
    return Documents.checked(event(fields).json());
  }

  // --- rejected

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "null", "[]", "\"x\"", "{", "{\"Id\":\"r1\"", "{} {}", "{}x", "{'Id':1}"})
  void whatIsNotOneJsonObjectIsNotJson(String bytes) {
    FailedRecord failed = rejected(Records.raw(bytes));
    assertThat(failed.code()).isEqualTo("not_json");
    assertThat(failed.stage()).isEqualTo(FailedRecord.Stage.NORMALISE);
    assertThat(failed.original()).isEqualTo(bytes.getBytes(UTF_8));
  }

  @Test
  void bytesThatAreNotUtf8AreNotJson() {
    byte[] overlong =
        "{\"Id\":\"r1\",\"CreationTime\":\"2026-03-02T10:00:00\",\"UserId\":\"??\"}"
            .getBytes(UTF_8);
    overlong[overlong.length - 4] = (byte) 0xC0;
    overlong[overlong.length - 3] = (byte) 0xAF;
    assertThat(rejected(Records.raw(overlong)).code()).isEqualTo("not_json");
    assertThat(rejected(Records.raw("{\"Id\":\"r1\"}".getBytes(UTF_16LE))).code())
        .isEqualTo("not_json");
  }

  @Test
  void aFailureNamesFieldAndPositionAndNoContents() {
    FailedRecord failed = rejected(Records.raw("{\"Id\":\"r1\",\"UserId\":\"secret\u0001\"}"));
    assertThat(failed.message()).contains("in UserId").contains("byte").doesNotContain("secret");
    assertThat(failed.recordId()).isEqualTo(Records.TENANT + "/r1");
    assertThat(rejected(Records.raw("{\"Id\":\"r1\",\"secret\":tru}")).message())
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({"150,", "201,too_deep", "5000,too_deep", "10000,too_deep"})
  void nestingIsReadToItsLimit(int depth, String code) {
    for (String[] brackets : new String[][] {{"[", "]", "1"}, {"{\"a\":", "}", "1"}}) {
      String nested = brackets[0].repeat(depth) + brackets[2] + brackets[1].repeat(depth);
      for (String name : new String[] {"Deep", "UserId", "Parameters", "Item"}) {
        Outcome outcome = normaliser.normalise(Records.with("\"" + name + "\":" + nested));
        if (code == null) {
          Documents.checked(((Outcome.Normalised) outcome).event().json());
        } else {
          assertThat(((Outcome.Rejected) outcome).failed().code()).isEqualTo(code);
          assertThat(((Outcome.Rejected) outcome).failed().recordId()).endsWith("/r1");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"CreationTime\":\"2026-03-02T10:00:00\"}",
        "{\"CreationTime\":\"2026-03-02T10:00:00\",\"Id\":null}",
        "{\"CreationTime\":\"2026-03-02T10:00:00\",\"Id\":\" \"}",
        "{\"CreationTime\":\"2026-03-02T10:00:00\",\"Id\":{\"Id\":\"x\"}}"
      })
  void aRecordWithoutAnIdIsRejected(String json) {
    assertThat(rejected(Records.raw(json)).code()).isEqualTo("no_id");
  }

  @Test
  void theTenantIsTheOnePolledElseTheOrganization() {
    String json = "{\"Id\":\"R1\",\"CreationTime\":\"2026-03-02T10:00:00\"%s}";
    RawRecord nobody =
        new RawRecord(
            "k", json.formatted("").getBytes(UTF_8), "", "api", "", "f", 0, Records.FETCHED);
    assertThat(rejected(nobody).code()).isEqualTo("no_id");
    RawRecord organization =
        new RawRecord(
            "k",
            json.formatted(",\"OrganizationId\":\"ORG\"").getBytes(UTF_8),
            "",
            "api",
            "",
            "f",
            0,
            Records.FETCHED);
    Event event = Records.event(normaliser, organization);
    assertThat(event.tenant()).isEqualTo("org");
    assertThat(event.recordId()).isEqualTo("org/r1");
  }

  @ParameterizedTest
  @CsvSource({
    "'',no_time",
    "yesterday,no_time",
    "2026-02-30T00:00:00,no_time",
    "2026-03-02,no_time",
    "2026-03-02T24:00:00,no_time",
    "1999-12-31T23:59:59,absurd_time",
    "2026-03-04T00:00:01,absurd_time",
    "9999-12-31T23:59:59,absurd_time",
    "0001-01-01T00:00:00,absurd_time"
  })
  void aTimeThatCannotBeIsRejected(String time, String code) {
    assertThat(rejected(Records.raw("{\"Id\":\"r1\",\"CreationTime\":\"" + time + "\"}")).code())
        .isEqualTo(code);
  }

  @Test
  void aRecordThatIsTooLargeIsRejected() {
    byte[] large = new byte[Limits.MAX_RECORD_BYTES + 1];
    Arrays.fill(large, (byte) ' ');
    assertThat(rejected(Records.raw(large)).code()).isEqualTo("too_large");
  }

  // --- fields of changing type

  @Test
  void aValueThatDoesNotFitItsFieldIsKeptUnderOther() {
    JsonNode audit =
        document(
                "\"OperationCount\":\"many\",\"UserId\":[\"a\",\"b\"],\"ExternalAccess\":3,\"Version\":99999999999999999999")
            .at("/o365/audit");
    assertThat(audit.at("/other/OperationCount").textValue()).isEqualTo("many");
    assertThat(audit.at("/other/UserId")).hasSize(2);
    assertThat(audit.at("/other/ExternalAccess").textValue()).isEqualTo("3");
    assertThat(audit.at("/other/Version").textValue()).isEqualTo("99999999999999999999");
    assertThat(audit.has("Version")).isFalse();
  }

  @Test
  void numbersAndTruthValuesMayComeAsText() {
    JsonNode audit =
        document(
                "\"OperationCount\":\"12\",\"ExternalAccess\":\"False\",\"UserType\":2,\"RecordType\":\"ExchangeItem\"")
            .at("/o365/audit");
    assertThat(audit.get("OperationCount").longValue()).isEqualTo(12);
    assertThat(audit.get("ExternalAccess").booleanValue()).isFalse();
    assertThat(audit.get("UserType").textValue()).isEqualTo("2");
    assertThat(audit.get("RecordType").longValue()).isEqualTo(2);
    assertThat(audit.has("other")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "-1,-1,-1",
    "999,999,999",
    "\"FutureType\",FutureType,FutureType",
    "15,15,AzureActiveDirectoryStsLogon"
  })
  void anyRecordTypePasses(String sent, String code, String name) {
    JsonNode document = document("\"RecordType\":" + sent);
    assertThat(document.at("/event/code").textValue()).isEqualTo(code);
    assertThat(document.at("/mailtrail/record_type").textValue()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"Name\":\"ForwardTo\",\"Value\":\"x@y.z\"},{\"Name\":\"Force\",\"Value\":true}]",
        "[{\"value\":\"x@y.z\",\"name\":\"forwardto\"},{\"Name\":\"Force\",\"Value\":\"true\"}]",
        "{\"Force\":true,\"ForwardTo\":\"x@y.z\"}",
        "\"[{\\\"Name\\\":\\\"ForwardTo\\\",\\\"Value\\\":\\\"x@y.z\\\"},{\\\"Name\\\":\\\"Force\\\",\\\"Value\\\":true}]\""
      })
  void parametersLandInOnePlaceWhateverTheirForm(String parameters) {
    Event event = event("\"Parameters\":" + parameters);
    JsonNode flat = Documents.checked(event.json()).at("/o365/audit/Parameters");
    assertThat(flat.get("ForwardTo").textValue()).isEqualTo("x@y.z");
    assertThat(flat.get("Force").textValue()).isEqualTo("true");
    assertThat(event.values("Parameters.ForwardTo")).containsExactly("x@y.z");
    assertThat(event.values("Parameters"))
        .singleElement()
        .asString()
        .containsIgnoringCase("ForwardTo");
  }

  @Test
  void modifiedPropertiesMayBeObjectsOrNames() {
    Event objects =
        event(
            "\"ModifiedProperties\":[{\"Name\":\"Role.Name\",\"NewValue\":\"n\",\"OldValue\":\"o\"}]");
    JsonNode flat = Documents.checked(objects.json()).at("/o365/audit/ModifiedProperties");
    assertThat(flat.get("Role_Name").textValue()).isEqualTo("n");
    assertThat(flat.get("Role_Name.old").textValue()).isEqualTo("o");
    assertThat(objects.values("ModifiedProperties.Role.Name")).containsExactly("n");
    assertThat(objects.values("ModifiedProperties.Role.Name.OldValue")).containsExactly("o");
    assertThat(objects.values("ModifiedProperties.NewValue")).containsExactly("n");
    Event names = event("\"ModifiedProperties\":[\"A\",\"B\"]");
    assertThat(names.values("ModifiedProperties.Value")).containsExactly("A", "B");
    Documents.checked(names.json());
  }

  @Test
  void namesThatOpenSearchWouldRejectAreReplaced() {
    JsonNode other =
        document("\"\":1,\" \":2,\".\":3,\"..\":4,\"a.b\":5,\"a_b\":6,\"x\":{\"\":{\".\":7}}")
            .at("/o365/audit/other");
    assertThat(other.get("_")).hasSize(3);
    assertThat(other.get("__").textValue()).isEqualTo("4");
    assertThat(other.get("a_b")).hasSize(2);
    assertThat(other.get("x._._").textValue()).isEqualTo("7");
  }

  @Test
  void ofTwoFieldsOfOneNameTheFirstCountsAndTheOtherIsKept() {
    Event event = event("\"UserId\":\"first@x.y\",\"userid\":\"second@x.y\"");
    assertThat(event.values("user.email")).containsExactly("first@x.y");
    assertThat(event.values("UserId")).containsExactly("first@x.y", "second@x.y");
    assertThat(Documents.checked(event.json()).at("/o365/audit/other/UserId").textValue())
        .isEqualTo("second@x.y");
  }

  @Test
  void whatIsCutIsNamed() {
    JsonNode document = document("\"Comments\":\"" + "é".repeat(Limits.MAX_TERM_CHARS + 1) + "\"");
    assertThat(document.at("/o365/audit/Comments").textValue()).hasSize(Limits.MAX_TERM_CHARS);
    assertThat(document.at("/mailtrail/truncated/0").textValue()).isEqualTo("o365.audit.Comments");
  }

  @Test
  void aHostileRecordDoesNotBlowUp() {
    StringBuilder fields = new StringBuilder("\"" + "p".repeat(200) + "\":{\"0\":0");
    for (int i = 1; i < 200_000; i++) {
      fields.append(",\"").append(i).append("\":").append(i);
    }
    byte[] json = event(fields.append('}').toString()).json();
    assertThat(json.length).isLessThan(2 * fields.length() + 200_000);
    assertThat(Documents.checked(json).at("/mailtrail/truncated/0").textValue())
        .isEqualTo("o365.audit.other");
  }

  @Test
  void everythingComesThroughWithEscapesAndOtherScripts() {
    JsonNode audit =
        document("\"Name\":\"\\u0041\\n\\\"\\\\ \\ud83d\\ude00 \\ud800 日本 \\/\"").at("/o365/audit");
    assertThat(audit.get("Name").textValue()).isEqualTo("A\n\"\\ 😀 \uFFFD 日本 /");
  }

  // --- an event's life

  @Test
  void fieldsOfAnEventAreNotReadFromTheNextRecord() {
    Event first = event("\"UserId\":\"a@x.y\"");
    byte[] json = first.json().clone();
    event("\"UserId\":\"b@x.y\"");
    assertThat(first.json()).isEqualTo(json);
    assertThat(first.recordId()).endsWith("/r1");
    assertThatThrownBy(() -> first.values("UserId")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(first::message).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRuleReadsFieldsByEitherName() {
    Event event =
        event(
            "\"Operation\":\"X\",\"New\":{\"Deep\":[{\"A\":1},{\"A\":2}]},\"Item\":{\"Subject\":\"s\"},\"ClientIP\":\"1.2.3.4:5\"");
    assertThat(event.values("Operation")).containsExactly("X");
    assertThat(event.values("o365.audit.Operation")).containsExactly("X");
    assertThat(event.values("event.action")).containsExactly("X");
    assertThat(event.values("New.Deep.A")).containsExactly("1", "2");
    assertThat(event.values("New")).containsExactly("{\"Deep\":[{\"A\":1},{\"A\":2}]}");
    assertThat(event.values("Item.Subject")).containsExactly("s");
    assertThat(event.values("source.port")).containsExactly("5");
    assertThat(event.values("NoSuch")).isEmpty();
    assertThat(event.values("No.Such.")).isEmpty();
    assertThat(event.values("Parameters.None")).isEmpty();
  }
}
