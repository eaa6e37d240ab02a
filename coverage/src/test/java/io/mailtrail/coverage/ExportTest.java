package io.mailtrail.coverage;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExportTest {
  private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void formatListWithWrappedAndTruncatedListsAsPowerShellPrintsIt() throws Exception {
    Export export =
        read(
            """


            Name              : ann.lee
            UserPrincipalName : Ann.Lee@c.example
            AuditEnabled      : True
            AuditLogAgeLimit  : 90.00:00:00
            AuditAdmin        : {Update, MoveToDeletedItems, SoftDelete, HardDelete...}
            AuditDelegate     : {Update, MoveToDeletedItems, SoftDelete, HardDelete, SendAs,
                                SendOnBehalf, Create, UpdateFolderPermissions}
            AuditOwner        : {}
            DefaultAuditSet   : {Admin, Delegate}

            Name              : bob
            AuditEnabled      : False
            AuditOwner        : {Update, Move\u2026}

            """);

    assertThat(export.statements()).hasSize(2);
    CoverageStatement ann = export.statements().get(0);
    assertThat(ann.subject()).isEqualTo(Subject.MAILBOX);
    assertThat(ann.names()).containsExactly("ann.lee", "ann.lee@c.example");
    assertThat(ann.at()).isEqualTo(AT);
    assertThat(ann.basis()).isEqualTo(CoverageStatement.Basis.SNAPSHOT);
    assertThat(ann.settings())
        .containsExactlyInAnyOrder(
            Assertion.is(Setting.AUDIT_ENABLED, true),
            Said.is(Setting.AGE_LIMIT, "90.00:00:00"),
            Said.does(
                Operation.INCLUDES,
                Setting.ADMIN,
                "Update",
                "MoveToDeletedItems",
                "SoftDelete",
                "HardDelete"),
            Said.is(
                Setting.DELEGATE,
                "Update",
                "MoveToDeletedItems",
                "SoftDelete",
                "HardDelete",
                "SendAs",
                "SendOnBehalf",
                "Create",
                "UpdateFolderPermissions"),
            Said.is(Setting.OWNER),
            Said.is(Setting.DEFAULT_SET, "Admin", "Delegate"));
    assertThat(export.statements().get(1).settings())
        .contains(Said.does(Operation.INCLUDES, Setting.OWNER, "Update", "Move"));
    assertThat(export.problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("$FormatEnumerationLimit = -1"));
  }

  @Test
  void fileOfWindowsPowerShellIsUtf16() throws Exception {
    byte[] text = "\r\n\r\nName         : ann\r\nAuditEnabled : True\r\n\r\n".getBytes(UTF_16LE);
    byte[] bytes = new byte[text.length + 2];
    bytes[0] = (byte) 0xFF;
    bytes[1] = (byte) 0xFE;
    System.arraycopy(text, 0, bytes, 2, text.length);

    Export export = Export.read(bytes, "t", AT);

    assertThat(export.problems()).isEmpty();
    assertThat(export.statements().get(0).names()).containsExactly("ann");
  }

  @Test
  void csvOfExportCsvAndOfSpreadsheets() throws Exception {
    Export joined =
        read(
            """
            #TYPE Selected.Microsoft.Exchange.Data.Directory.Management.Mailbox
            "Name","UserPrincipalName","AuditEnabled","AuditOwner"
            "ann","ann@c.example","True","Update, HardDelete"
            """);
    Export semicolons = read("Name;AuditEnabled;AuditOwner\nann;False;Update HardDelete\n");
    Export types =
        read(
            "Name,AuditEnabled,AuditOwner\nann,True,Microsoft.Exchange.Data.MultiValuedProperty`1[x]\n");

    assertThat(joined.statements().get(0).settings())
        .contains(Said.is(Setting.OWNER, "Update", "HardDelete"));
    assertThat(semicolons.statements().get(0).settings())
        .containsExactly(
            Assertion.is(Setting.AUDIT_ENABLED, false),
            Said.is(Setting.OWNER, "Update", "HardDelete"));
    assertThat(types.statements().get(0).settings())
        .containsExactly(Assertion.is(Setting.AUDIT_ENABLED, true));
    assertThat(types.problems()).singleElement().asString().contains("name of a type");
  }

  @Test
  void jsonOfConvertToJson() throws Exception {
    Export export =
        read(
            """
            [{"Name":"ann","AuditEnabled":true,"AuditOwner":["Update","HardDelete"],
              "AuditDelegate":{"value":["SendAs"],"Count":1},"RecipientTypeDetails":"UserMailbox",
              "EmailAddresses":["SMTP:Ann@c.example","X500:/o=x"]},
             {"AuditDisabled":false},{"UnifiedAuditLogIngestionEnabled":true},
             {"Name":"svc","AuditBypassEnabled":true}, {"Name":"nothing"}]
            """);

    assertThat(export.statements().get(0).settings())
        .containsExactlyInAnyOrder(
            Assertion.is(Setting.AUDIT_ENABLED, true),
            Said.is(Setting.OWNER, "Update", "HardDelete"),
            Said.is(Setting.DELEGATE, "SendAs"),
            Assertion.is(Setting.GROUP, false));
    assertThat(export.statements().get(0).names()).containsExactly("ann", "ann@c.example");
    assertThat(export.statements())
        .extracting(CoverageStatement::subject)
        .containsExactly(
            Subject.MAILBOX, Subject.ORGANISATION, Subject.ORGANISATION, Subject.ACCOUNT);
    assertThat(export.problems()).singleElement().asString().contains("entry 5 (nothing)");
  }

  @Test
  void licencesOfAUserAreOneStatementHoweverManyLines() throws Exception {
    Export export =
        read(
            """
            User principal name,Licenses
            ann@c.example,Microsoft 365 E3+Microsoft 365 E5 Compliance
            bob@c.example,contoso:ENTERPRISEPACK
            carol@c.example,contoso:SPE_E5
            carol@c.example,contoso:FLOW_FREE
            """);

    assertThat(export.statements())
        .extracting(statement -> statement.names().get(0), statement -> statement.settings().get(0))
        .containsExactly(
            tuple("ann@c.example", Assertion.is(Setting.PREMIUM, true)),
            tuple("bob@c.example", Assertion.is(Setting.PREMIUM, false)),
            tuple("carol@c.example", Assertion.is(Setting.PREMIUM, true)));
  }

  @Test
  void theSameFileGivesTheSameIdsWheneverItIsImported() throws Exception {
    byte[] file = "Name : ann\nAuditEnabled : True\n".getBytes(UTF_8);

    assertThat(Export.read(file, "t", AT).statements().get(0).id())
        .isEqualTo(Export.read(file, "T", AT.plusSeconds(1)).statements().get(0).id());
    assertThat(Export.read(file, "u", AT).statements().get(0).id())
        .isNotEqualTo(Export.read(file, "t", AT).statements().get(0).id());
  }

  @Test
  void settingsOfNobodyAreAProblemNotAStatement() throws Exception {
    Export export = read("AuditEnabled : True\n");

    assertThat(export.statements()).isEmpty();
    assertThat(export.problems()).singleElement().asString().contains("UserPrincipalName");
  }

  @Test
  void whatIsNoExportIsSaid() {
    assertThatThrownBy(() -> read("{\"a\": ")).isInstanceOf(IOException.class);
  }

  private static Export read(String text) throws IOException {
    return Export.read(text.getBytes(UTF_8), "t", AT);
  }
}
