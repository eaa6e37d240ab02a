package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import io.mailtrail.model.RecordTypes;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records of each kind, written after the documented schemas, and the events they must become. With
 * {@code -Dmailtrail.write=true} the events are written anew: read the difference, field by field.
 */
class GoldenTest {
  private final Normaliser normaliser = new Normaliser(Goldens.lookups());

  static List<String> names() {
    return Goldens.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void becomesExactlyTheExpectedEvent(String name) {
    Event event = Records.event(normaliser, Records.raw(Goldens.record(name)));
    Documents.checked(event.json());
    Generated.matches(Goldens.eventFile(name), Goldens.pretty(event.json()));
  }

  /** A new member of a family, or a new sentence for a record type, needs a record to show it. */
  @Test
  void everyRecordTypeWithHandlingOfItsOwnHasAGolden() {
    TreeSet<Long> golden = new TreeSet<>();
    for (String name : Goldens.names()) {
      golden.add(Goldens.recordType(name));
    }
    TreeSet<Long> typed = new TreeSet<>();
    for (RecordFamily family : RecordFamily.values()) {
      family.members().forEach(typed::add);
    }
    assertThat(typed).isNotEmpty();
    assertThat(golden).containsAll(typed);
  }

  /**
   * What an event says changes only with {@link Normaliser#VERSION}: a golden event that is another
   * than the pinned one of this version fails, also when it was written anew.
   */
  @Test
  void theVersionIsRaisedWhenAnEventChanges() {
    Map<String, String> now = Goldens.digests();
    Goldens.pins()
        .forEach(
            (pin, digest) ->
                assertThat(now.getOrDefault(pin, digest))
                    .as("%s: raise Normaliser.VERSION, another event is made of the record", pin)
                    .isEqualTo(digest));
    Generated.matches(Goldens.pinFile(), Goldens.pinned());
  }

  static List<Integer> recordTypes() {
    return IntStream.range(-1, 600).filter(n -> RecordTypes.name(n).isPresent()).boxed().toList();
  }

  /** Whatever else a record type brings, the common schema is read alike. */
  @ParameterizedTest
  @MethodSource("recordTypes")
  void everyRecordTypePassesByTheCommonSchema(int type) {
    ObjectNode record = Json.mapper().createObjectNode();
    record
        .put("Id", "Common-" + type)
        .put("RecordType", type)
        .put("CreationTime", "2026-03-02T10:00:00")
        .put("Operation", "DidSomething")
        .put("OrganizationId", Records.TENANT)
        .put("UserType", 0)
        .put("UserKey", "10000000-0000-4000-8000-0000000000AB")
        .put("Workload", "SomeService")
        .put("ResultStatus", "Succeeded")
        .put("ObjectId", "something")
        .put("UserId", "Ann.Lee@Contoso.com")
        .put("ClientIP", "[::ffff:203.0.113.7]:443")
        .put("Scope", "Online");
    record
        .putObject("AppAccessContext")
        .put("AADSessionId", "C0FFEE00-0000-4000-8000-000000000001")
        .put("ClientAppId", "1FEC8E78-BCE4-4AAF-AB1B-5451CC387264")
        .put("UniqueTokenId", "token");
    JsonNode event =
        Documents.checked(
            Records.event(normaliser, Records.raw(record.toString().getBytes(UTF_8))).json());

    assertThat(event.at("/@timestamp").asText()).isEqualTo("2026-03-02T10:00:00.000Z");
    assertThat(event.at("/event/id").asText()).isEqualTo(Records.TENANT + "/common-" + type);
    assertThat(event.at("/event/code").asText()).isEqualTo(Integer.toString(type));
    assertThat(event.at("/event/action").asText()).isEqualTo("DidSomething");
    assertThat(event.at("/event/provider").asText()).isEqualTo("SomeService");
    assertThat(event.at("/event/outcome").asText()).isEqualTo("success");
    assertThat(event.at("/organization/id").asText()).isEqualTo(Records.TENANT);
    assertThat(event.at("/user/email").asText()).isEqualTo("ann.lee@contoso.com");
    assertThat(event.at("/user/id").asText()).isEqualTo("10000000-0000-4000-8000-0000000000ab");
    assertThat(event.at("/source/ip").asText()).isEqualTo("203.0.113.7");
    assertThat(event.at("/source/port").asInt()).isEqualTo(443);
    assertThat(event.at("/network/type").asText()).isEqualTo("ipv4");
    assertThat(event.at("/session/id").asText()).isEqualTo("c0ffee00-0000-4000-8000-000000000001");
    assertThat(event.at("/mailtrail/application/name").asText()).isEqualTo("Microsoft Teams");
    assertThat(event.at("/mailtrail/record_type").asText())
        .isEqualTo(RecordTypes.name(type).orElseThrow());
    assertThat(event.at("/o365/audit/RecordType").asInt()).isEqualTo(type);
    assertThat(event.at("/o365/audit/ObjectId").asText()).isEqualTo("something");
    assertThat(event.at("/message").asText())
        .startsWith("Ann.Lee@Contoso.com ")
        .contains(", from 203.0.113.7");
    JsonNode drift = event.at("/mailtrail/drift");
    boolean closed = RecordFamily.of(type) == RecordFamily.MAILBOX || Operation.isClosed(type);
    assertThat(drift.isMissingNode()).as(drift.toString()).isEqualTo(!closed);
  }
}
