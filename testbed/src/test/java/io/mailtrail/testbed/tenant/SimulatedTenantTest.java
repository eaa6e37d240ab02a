package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.RecordId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SimulatedTenantTest {
  private static final SimulatedTenant TENANT = DemoTenant.get();
  private static final List<JsonNode> RECORDS = TenantRecords.distinct(TENANT.allBlobs());

  @Test
  void holdsAboutFiftyThousandRecordsOfTheUsualSize() {
    List<Integer> sizes = new ArrayList<>();
    for (ContentBlob blob : TENANT.allBlobs()) {
      blob.records().forEach(bytes -> sizes.add(bytes.length));
    }
    sizes.sort(null);

    assertThat(TENANT.truth().listed()).isBetween(45_000L, 60_000L);
    assertThat(sizes.get(sizes.size() / 2)).isBetween(1_000, 2_000);
    assertThat(sizes.get(sizes.size() * 95 / 100)).isLessThan(3_000);
  }

  @Test
  void holdsEveryRecordTypeUnderItsContentType() {
    Map<Integer, Set<String>> contentTypes = new TreeMap<>();
    for (ContentBlob blob : TENANT.allBlobs()) {
      for (byte[] bytes : blob.records()) {
        TenantRecords.parse(bytes)
            .ifPresent(
                fields ->
                    contentTypes
                        .computeIfAbsent(
                            fields.get("RecordType").intValue(), type -> new TreeSet<>())
                        .add(blob.contentType().wireName()));
      }
    }

    assertThat(contentTypes)
        .isEqualTo(
            Map.of(
                1, Set.of("Audit.Exchange"),
                2, Set.of("Audit.Exchange"),
                3, Set.of("Audit.Exchange"),
                50, Set.of("Audit.Exchange"),
                101, Set.of("Audit.Exchange"),
                24, Set.of("Audit.General"),
                8, Set.of("Audit.AzureActiveDirectory"),
                15, Set.of("Audit.AzureActiveDirectory"),
                6, Set.of("Audit.SharePoint"),
                25, Set.of("Audit.General")));
  }

  @Test
  void onlyTheBadRecordsCannotBeRead() {
    Set<String> unreadable = new HashSet<>();
    for (ContentBlob blob : TENANT.allBlobs()) {
      List<byte[]> records = blob.records();
      for (int i = 0; i < records.size(); i++) {
        String id = blob.recordIds().get(i);
        assertThat(RecordId.scan(records.get(i)).id()).isEqualTo(id);
        boolean isGood =
            TenantRecords.parse(records.get(i))
                .filter(fields -> fields.path("CreationTime").asText().startsWith("202"))
                .isPresent();
        if (!isGood) {
          unreadable.add(id);
        }
      }
    }

    assertThat(unreadable)
        .hasSize(3)
        .containsExactlyInAnyOrderElementsOf(TENANT.truth().unreadable());
    assertThat(TENANT.truth().csvRecords()).doesNotContainAnyElementsOf(unreadable);
  }

  @Test
  void signInsCarryABareAddressAndTheUpnInLowerCase() {
    for (JsonNode fields : withType(15)) {
      String address = fields.get("ClientIP").textValue();
      String user = fields.get("UserId").textValue();

      assertThat(address).matches("[0-9.]+|[0-9a-f]+(:[0-9a-f]+){7}");
      assertThat(fields.get("ActorIpAddress").textValue()).isEqualTo(address);
      assertThat(user).isEqualTo(user.toLowerCase(Locale.ROOT));
      assertThat(fields.at("/Actor/1/ID").textValue()).isEqualTo(user);
    }
  }

  @Test
  void failedSignInsSaySuccessAndWhyTheyFailed() {
    List<JsonNode> failed =
        withType(15).stream()
            .filter(fields -> fields.get("Operation").textValue().equals("UserLoginFailed"))
            .toList();

    assertThat(failed).hasSizeGreaterThan(100);
    assertThat(failed)
        .allSatisfy(
            fields -> {
              assertThat(fields.get("ResultStatus").textValue()).isEqualTo("Success");
              assertThat(fields.get("LogonError").textValue()).isNotEmpty();
              assertThat(fields.get("ErrorCode").textValue()).matches("5\\d{4}");
            });
  }

  @Test
  void cmdletsCarryAPortAndTheUpnInMixedCase() {
    List<String> addresses = new ArrayList<>();
    for (JsonNode fields : withType(1)) {
      assertThat(fields.get("ResultStatus").textValue()).isEqualTo("True");
      assertThat(fields.get("Parameters").isArray()).isTrue();
      if (fields.has("ClientIP")) {
        addresses.add(fields.get("ClientIP").textValue());
        String user = fields.get("UserId").textValue();
        assertThat(user).isNotEqualTo(user.toLowerCase(Locale.ROOT));
      }
    }

    assertThat(addresses).allMatch(it -> it.matches("[0-9.]+:\\d+|\\[[0-9a-f:]+]:\\d+"));
    assertThat(addresses).anyMatch(it -> it.startsWith("["));
  }

  @Test
  void mailboxActionsAreThoseThatTheirLogonTypeRecords() {
    Map<Integer, Set<String>> operations = new TreeMap<>();
    for (JsonNode fields : RECORDS) {
      if (fields.has("LogonType")) {
        operations
            .computeIfAbsent(fields.get("LogonType").intValue(), type -> new HashSet<>())
            .add(fields.get("Operation").textValue());
      }
    }

    assertThat(operations.keySet()).containsExactly(0, 1, 2);
    assertThat(operations.get(0)).doesNotContain("SendAs", "SendOnBehalf", "Copy");
    assertThat(operations.get(1)).doesNotContain("MailboxLogin");
    assertThat(operations.get(2))
        .contains("SendAs", "SendOnBehalf")
        .doesNotContain("MailboxLogin", "Send", "Copy");
  }

  @Test
  void syncComesAsAnItemAndBindAggregated() {
    for (JsonNode fields : RECORDS) {
      if (fields.get("Operation").textValue().equals("MailItemsAccessed")) {
        boolean isBind = fields.get("RecordType").intValue() == 50;
        String type = fields.at("/OperationProperties/0/Value").textValue();

        assertThat(type).isEqualTo(isBind ? "Bind" : "Sync");
        assertThat(fields.has("OperationCount")).isEqualTo(isBind);
      }
    }
  }

  @Test
  void recordsComeAnHourAfterTheyHappenAndSomeMuchLater() {
    List<Long> minutes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<ContentBlob> blobs = new ArrayList<>(TENANT.allBlobs());
    blobs.sort((one, other) -> one.created().compareTo(other.created()));
    for (ContentBlob blob : blobs) {
      for (JsonNode fields : TenantRecords.distinct(List.of(blob))) {
        Instant happened = timeOf(fields);
        if (happened != null && seen.add(fields.get("Id").textValue())) {
          minutes.add(Duration.between(happened, blob.created()).toMinutes());
        }
      }
    }
    minutes.sort(null);

    assertThat(minutes.get(0)).isGreaterThanOrEqualTo(60);
    assertThat(minutes.get(minutes.size() * 9 / 10)).isLessThan(95);
    assertThat(minutes.get(minutes.size() - 1)).isBetween(19 * 60L, 28 * 60L);
    assertThat(minutes.get((int) (minutes.size() * 0.98))).isGreaterThan(120);
  }

  @Test
  void someRecordsAreHandedOutTwiceWithTheirFieldsInAnotherOrder() {
    Map<String, List<byte[]>> copies = new TreeMap<>();
    for (ContentBlob blob : TENANT.allBlobs()) {
      List<byte[]> records = blob.records();
      for (int i = 0; i < records.size(); i++) {
        copies
            .computeIfAbsent(blob.recordIds().get(i), id -> new ArrayList<>())
            .add(records.get(i));
      }
    }
    List<List<byte[]>> repeated = copies.values().stream().filter(list -> list.size() > 1).toList();

    assertThat(repeated.size() * 1_000.0 / copies.size()).isBetween(15.0, 25.0);
    assertThat(repeated)
        .allSatisfy(
            list -> {
              assertThat(list).hasSize(2);
              assertThat(TenantRecords.parse(list.get(0)))
                  .isEqualTo(TenantRecords.parse(list.get(1)));
            });
    assertThat(repeated).anyMatch(list -> !java.util.Arrays.equals(list.get(0), list.get(1)));
  }

  @Test
  void apiAndExportTogetherHoldEverything() {
    Instant anchor = TENANT.plan().anchor();
    Instant weekAgo = anchor.minus(Duration.ofDays(7));
    Set<String> everything = new HashSet<>();
    Set<String> served = new HashSet<>();
    Instant end = TENANT.lastAvailability().plusSeconds(1);
    for (ContentType type : ContentType.values()) {
      TENANT.blobs(type, weekAgo, end, end).forEach(blob -> served.addAll(blob.recordIds()));
    }
    TENANT.allBlobs().forEach(blob -> everything.addAll(blob.recordIds()));
    Truth truth = TENANT.truth();

    assertThat(truth.apiRecords()).isEqualTo(served);
    assertThat(truth.records()).isEqualTo(everything);
    assertThat(truth.csvRecords()).isNotEmpty();
    Set<String> inBoth = new HashSet<>(truth.csvRecords());
    inBoth.retainAll(truth.apiRecords());
    assertThat(inBoth).hasSizeGreaterThan(500);
    assertThat(truth.repeats())
        .isEqualTo(truth.apiCopies() + truth.csvRows() - everything.size())
        .isGreaterThan(inBoth.size());
  }

  @Test
  void everyStoryBeforeTheAnchorIsThereForTheApi() {
    Truth truth = TENANT.truth();

    assertThat(truth.stories().stream().map(Story::kind).toList())
        .containsExactlyInAnyOrder(StoryKind.values());
    for (Story story : truth.stories()) {
      assertThat(truth.apiRecords()).contains(story.login().recordId(), story.rule().recordId());
      assertThat(story.rule().available()).isBefore(TENANT.plan().anchor());
    }
  }

  /** Two near misses of one person must not make a takeover between them. */
  @Test
  void nobodyButAdministratorsIsInTwoStoriesWithinADay() {
    for (int users : new int[] {60, 120}) {
      SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(9).withUsers(users));
      Map<String, List<Story>> byUser =
          tenant.truth().stories().stream().collect(Collectors.groupingBy(Story::user));
      tenant.company().of(Person.Role.ADMIN).forEach(admin -> byUser.remove(admin.login()));

      assertThat(byUser).hasSizeGreaterThan(30);
      for (List<Story> stories : byUser.values()) {
        for (int i = 1; i < stories.size(); i++) {
          Instant before = stories.get(i - 1).login().time();
          assertThat(Duration.between(before, stories.get(i).login().time()).abs())
              .as(stories.get(i).id())
              .isGreaterThan(Duration.ofHours(27));
        }
      }
    }
  }

  @Test
  void theRuleOfOneTakeoverCanBeHadBeforeItsLogin() {
    Story story = TENANT.truth().story("takeover-rule-record-first").orElseThrow();

    assertThat(story.rule().time()).isAfter(story.login().time());
    assertThat(story.rule().available())
        .isBefore(story.login().available().minus(Duration.ofHours(3)));
  }

  @Test
  void aDroppedBlobIsNowhereButInTheTruth() {
    SimulatedTenant tenant = SimulatedTenant.of(TenantPlan.of(5).withUsers(60).withDays(15));
    ContentBlob blob = tenant.indispensableBlob();
    Instant end = blob.created().plusSeconds(1);
    tenant.dropBlob(blob.contentId());

    assertThat(tenant.blob(blob.contentId())).isEmpty();
    assertThat(tenant.blobs(blob.contentType(), blob.created(), end, end)).isEmpty();
    assertThat(tenant.truth().apiRecords()).containsAll(blob.recordIds());
    assertThat(tenant.truth().blobs()).contains(blob.contentId());
    assertThatThrownBy(() -> tenant.dropBlob("none")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tenant.withoutStep("none"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<JsonNode> withType(int recordType) {
    return RECORDS.stream()
        .filter(fields -> fields.get("RecordType").intValue() == recordType)
        .toList();
  }

  private static Instant timeOf(JsonNode fields) {
    String text = fields.get("CreationTime").textValue();
    return text.startsWith("202") ? Instant.parse(text + "Z") : null;
  }
}
