package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which names are one mailbox. */
class DirectoryTest {
  private static final String GUID = "0a1b2c3d-0000-4000-8000-000000000001";

  @Test
  void sharedUniqueNamesJoinThroughOthers() {
    Timeline timeline =
        of(
            "ann lee,ann@c.example," + GUID,
            GUID + ",p1.prod.outlook.com/hosted/c.onmicrosoft.com/lee",
            "p1.prod.outlook.com/hosted/c.onmicrosoft.com/lee,alee@c.onmicrosoft.com");

    assertThat(timeline.mailboxes()).hasSize(1);
    Mailbox mailbox = timeline.mailboxes().get(0);
    assertThat(mailbox.label()).isEqualTo("ann@c.example");
    assertThat(mailbox.joinedByName()).isFalse();
    for (String name :
        List.of("ANN@c.example", "smtp:ann@C.EXAMPLE", GUID, "Ann Lee", "alee@c.onmicrosoft.com")) {
      assertThat(timeline.find(name)).as(name).containsExactly(mailbox);
    }
  }

  @Test
  void aGuidAtTheEndOfADirectoryPathIsThatGuid() {
    Timeline timeline =
        of("ann@c.example," + GUID, "p1.prod.outlook.com/hosted/c.onmicrosoft.com/" + GUID);

    assertThat(timeline.mailboxes()).hasSize(1);
  }

  @Test
  void aPlainNameJoinsTheOneThatGoesByItAndThatIsSaid() {
    Timeline timeline = of("ann lee,ann@c.example", "ann lee", "bob,bob@c.example");

    assertThat(timeline.mailboxes()).hasSize(2);
    assertThat(timeline.find("ann@c.example").get(0).joinedByName()).isTrue();
    assertThat(timeline.find("bob@c.example").get(0).joinedByName()).isFalse();
  }

  @Test
  void aPlainNameOfTwoJoinsNeitherAndThatIsSaid() {
    Timeline timeline = of("ann lee,ann@c.example", "ann lee,ann2@c.example", "ann lee");

    assertThat(timeline.mailboxes()).hasSize(3);
    assertThat(timeline.mailboxes()).filteredOn(Mailbox::ambiguous).hasSize(1);
    assertThat(timeline.find("ann lee")).hasSize(3);
    assertThat(timeline.find("ann2@c.example")).hasSize(1);
  }

  @Test
  void anExportOfPlainNamesIsFoundByTheAddressThatBeginsLikeOne() {
    Timeline timeline = of("ann.lee", "bob");

    assertThat(timeline.find("Ann.Lee@c.example")).hasSize(1);
    assertThat(timeline.find("carol@c.example")).isEmpty();
    assertThat(timeline.similar("annlee@c.example")).hasSize(1);
  }

  @Test
  void anAddressOfSomebodyElseIsNotThePersonWithTheSameLocalPart() {
    Timeline timeline = of("ann@c.example");

    assertThat(timeline.find("ann@other.example")).isEmpty();
  }

  @Test
  void otherTenantsAreLeftOut() {
    CoverageStatement other =
        new CoverageStatement(
            "x",
            "other",
            Subject.MAILBOX,
            List.of("ann@c.example"),
            Instant.EPOCH,
            CoverageStatement.Basis.SNAPSHOT,
            "s",
            null,
            List.of(),
            "");

    assertThat(Timeline.of("t", List.of(other)).mailboxes()).isEmpty();
  }

  private static Timeline of(String... names) {
    return Timeline.of(
        "t",
        Arrays.stream(names)
            .map(
                name ->
                    Said.shown(
                        "2026-01-01T00:00:00Z",
                        Subject.MAILBOX,
                        name,
                        Said.is(Setting.AUDIT_ENABLED, true)))
            .toList());
  }
}
