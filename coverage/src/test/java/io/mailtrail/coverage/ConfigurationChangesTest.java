package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.EventFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationChangesTest {

  /** An event of a cmdlet. */
  record Cmdlet(Map<String, String> fields) implements EventFields {
    @Override
    public String recordId() {
      return "t/r1";
    }

    @Override
    public long time() {
      return 1_000_000;
    }

    @Override
    public String tenant() {
      return "t";
    }

    @Override
    public String message() {
      return "";
    }

    @Override
    public List<String> values(String field) {
      return fields.containsKey(field) ? List.of(fields.get(field)) : List.of();
    }
  }

  @Test
  void setMailboxTellsWhatItSetsOfWhomAndBy() {
    CoverageStatement statement =
        of(Map.of(
                "Operation", "Set-Mailbox",
                "UserId", "Admin@c.example",
                "ObjectId", "P1.PROD.OUTLOOK.COM/Hosted/c.onmicrosoft.com/Ann Lee",
                "event.outcome", "success",
                "Parameters.Identity", "Ann@c.example",
                "Parameters.AuditEnabled", "False",
                "Parameters.AuditLogAgeLimit", "180"))
            .orElseThrow();

    assertThat(statement.id()).isEqualTo("record/t/r1");
    assertThat(statement.subject()).isEqualTo(Subject.MAILBOX);
    assertThat(statement.names())
        .containsExactly("ann@c.example", "p1.prod.outlook.com/hosted/c.onmicrosoft.com/ann lee");
    assertThat(statement.at().toEpochMilli()).isEqualTo(1_000_000);
    assertThat(statement.by()).isEqualTo("Admin@c.example");
    assertThat(statement.settings())
        .containsExactlyInAnyOrder(
            Assertion.is(Setting.AUDIT_ENABLED, false), Said.is(Setting.AGE_LIMIT, "180"));
    assertThat(statement.summary()).startsWith("Admin@c.example set AuditEnabled to false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Update,HardDelete | IS Update HardDelete",
        "Update;HardDelete | IS Update HardDelete",
        "{Update, HardDelete} | IS Update HardDelete",
        "[\"Update\",\"HardDelete\"] | IS Update HardDelete",
        "$null | IS",
        "@{Add=\"Update\",\"HardDelete\"} | ADD Update HardDelete",
        "@{add='Update'} | ADD Update",
        "@{Add=\"Update\"; Remove=\"Move\",\"Copy\"} | ADD Update + REMOVE Move Copy",
        "{Remove=Move} | REMOVE Move",
        "{\"Add\":[\"Update\"]} | ADD Update",
        "AddFolderPermissions,RemoveFolderPermissions | IS AddFolderPermissions"
            + " RemoveFolderPermissions",
        "System.Collections.Hashtable | UNCLEAR",
        "@{Add=System.Object[]} | UNCLEAR",
        "Update, Move... | UNCLEAR",
      })
  void listsComeInManyForms(String value, String expected) {
    List<Assertion> settings =
        of(Map.of(
                "Operation", "set-mailbox ",
                "Parameters.Identity", "ann",
                "Parameters.AuditOwner", value))
            .orElseThrow()
            .settings();

    assertThat(settings).allMatch(assertion -> assertion.setting() == Setting.OWNER);
    assertThat(
            String.join(
                " + ",
                settings.stream()
                    .map(a -> (a.operation() + " " + String.join(" ", a.values())).strip())
                    .toList()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Set-OrganizationConfig, AuditDisabled, True, ORGANISATION, AUDIT_DISABLED, true",
    "Set-AdminAuditLogConfig, UnifiedAuditLogIngestionEnabled, $false, ORGANISATION, INGESTION,"
        + " false",
    "Set-MailboxAuditBypassAssociation, AuditBypassEnabled, true, ACCOUNT, BYPASS, true",
    "Enable-Mailbox, Alias, ann, MAILBOX, EXISTS, true",
    "New-Mailbox, Alias, ann, MAILBOX, EXISTS, true",
    "Disable-Mailbox, Confirm, False, MAILBOX, EXISTS, false",
    "Remove-Mailbox, Confirm, False, MAILBOX, EXISTS, false"
  })
  void otherCmdletsSayTheirs(
      String cmdlet,
      String parameter,
      String value,
      Subject subject,
      Setting setting,
      boolean expected) {
    CoverageStatement statement =
        of(Map.of(
                "Operation",
                cmdlet,
                "Parameters.Identity",
                "ann",
                "Parameters." + parameter,
                value))
            .orElseThrow();

    assertThat(statement.subject()).isEqualTo(subject);
    assertThat(statement.settings()).containsExactly(Assertion.is(setting, expected));
    assertThat(statement.names().isEmpty()).isEqualTo(subject == Subject.ORGANISATION);
  }

  @Test
  void aValueThatIsNoTruthIsUnclear() {
    assertThat(
            of(Map.of("Operation", "Set-OrganizationConfig", "Parameters.AuditDisabled", "maybe"))
                .orElseThrow()
                .settings())
        .containsExactly(Said.does(Operation.UNCLEAR, Setting.AUDIT_DISABLED));
  }

  @Test
  void aCmdletThatFailedChangedNothing() {
    assertThat(
            of(
                Map.of(
                    "Operation", "Set-Mailbox",
                    "event.outcome", "failure",
                    "Parameters.AuditEnabled", "False")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Set-Mailbox", "UserLoggedIn", "HardDelete", ""})
  void whatIsNotAboutAuditingSaysNothing(String operation) {
    assertThat(of(Map.of("Operation", operation, "Parameters.MaxSendSize", "1"))).isEmpty();
  }

  @Test
  void theArchiveOfAMailboxIsNotTheMailbox() {
    assertThat(of(Map.of("Operation", "Disable-Mailbox", "Parameters.Archive", "True"))).isEmpty();
  }

  private static Optional<CoverageStatement> of(Map<String, String> fields) {
    return ConfigurationChanges.of(new Cmdlet(fields));
  }
}
