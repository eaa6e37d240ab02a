package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordIdTest {
  private static RecordId.Scan scan(String record) {
    return RecordId.scan(record.getBytes(UTF_8));
  }

  @Test
  void isTheSameWhateverTheLetterCaseAndFieldOrder() {
    assertThat(scan("{\"Id\":\"AB\",\"x\":{\"Id\":\"no\"},\"OrganizationId\":\"T\"}").recordId(""))
        .contains("t/ab");
    assertThat(scan("{\"organizationid\":\"t\",\"id\":\"ab\"}").recordId("")).contains("t/ab");
  }

  @Test
  void prefersTheTenantThatWasPolled() {
    assertThat(scan("{\"Id\":\"a\",\"OrganizationId\":\"other\"}").recordId("mine"))
        .contains("mine/a");
  }

  @Test
  void isAbsentWithoutAnIdOrATenant() {
    assertThat(scan("{\"OrganizationId\":\"t\"}").recordId("t")).isEmpty();
    assertThat(scan("{\"Id\":\"a\"}").recordId("")).isEmpty();
    assertThat(scan("{\"Id\":null}").recordId("t")).isEmpty();
    assertThat(scan("[1]").recordId("t")).isEmpty();
  }

  @Test
  void findsTheIdInFrontOfAnythingThatCannotBeRead() {
    String nested = "{\"Id\":\"a\",\"d\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertThat(scan(nested).recordId("t")).contains("t/a");
    assertThat(scan("{\"Id\":\"a\", garbage").recordId("t")).contains("t/a");
  }

  @Property
  void neverFailsAndNeverExceedsTheLongestDocumentId(
      @ForAll byte[] bytes, @ForAll String tenant, @ForAll String id) {
    RecordId.scan(bytes);
    if (tenant.length() < 60) {
      assertThat(RecordId.of(tenant, id).getBytes(UTF_8).length).isLessThan(512);
    }
  }
}
