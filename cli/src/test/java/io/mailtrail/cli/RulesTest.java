package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
  @TempDir Path folder;
  private final List<Integer> numbers = new ArrayList<>();

  @BeforeEach
  void startWithNothing() {
    numbers.clear();
  }

  @Test
  void everyBundledRuleFiresOnRecordsMadeForIt() throws IOException {
    Cli.Result result = Cli.run("rules", "check", "--json", "--records");

    assertThat(result.exit()).as(result.err()).isZero();
    List<JsonNode> findings = json(result);
    assertThat(findings).hasSizeGreaterThan(100);
    for (JsonNode finding : findings) {
      assertThat(finding.path("status").asText()).as(finding.toString()).isEqualTo("OK");
      assertThat(finding.path("records")).as(finding.toString()).isNotEmpty();
    }
  }

  @Test
  void aFieldThatNoRecordHasMakesARuleDead() throws IOException {
    rule("m365", "audit", "Operation: New-InboxRule\n    LoggedByService: Core Directory");

    assertThat(only("rules", "check", "--json", at()))
        .contains("\"DEAD\"", "no record of this feed has a field LoggedByService");
  }

  @Test
  void aNameInsideAListIsShownWithItsList() throws IOException {
    rule("m365", "audit", "Operation: UserLoggedIn\n    RequestType: 'Cmsi:Cmsi'");

    assertThat(only("rules", "check", "--json", at()))
        .contains("\"DEAD\"", "it is called ExtendedProperties.RequestType");
  }

  @Test
  void anOperationThatIsNotKnownMakesARuleDead() throws IOException {
    rule("azure", "auditlogs", "properties.message: Disable PIM Alert");

    assertThat(only("rules", "check", "--json", at()))
        .contains("\"DEAD\"", "no operation is known of this feed");
  }

  @Test
  void fieldsOfDifferentSortsOfRecordMakeARuleDead() throws IOException {
    rule("m365", "audit", "Operation: UserLoggedIn\n    Parameters.ForwardTo: '*'");

    assertThat(only("rules", "check", "--json", at())).contains("\"DEAD\"", "Parameters.ForwardTo");
  }

  @Test
  void whatExchangeNeverRecordsMakesARuleDead() throws IOException {
    rule("m365", "exchange", "Operation: AddFolderPermissions");
    rule("m365", "exchange", "Operation: FolderBind\n    LogonType: 0");
    rule("m365", "exchange", "Operation: FolderBind\n    LogonType: 2");

    List<String> lines = Cli.run("rules", "check", at()).lines();

    assertThat(lines.get(0)).startsWith("dead").contains("never records AddFolderPermissions");
    assertThat(lines.get(1)).startsWith("dead").contains("FolderBind for access as owner");
    assertThat(lines.get(2)).startsWith("ok");
  }

  @Test
  void conditionsThatContradictMakeARuleDead() throws IOException {
    rule("m365", "exchange", "Operation: New-InboxRule\n    Workload: SharePoint");

    assertThat(only("rules", "check", at())).startsWith("dead").contains("Workload is SharePoint");
  }

  @Test
  void anotherProductsLogIsNamed() throws IOException {
    rule("azure", "riskdetection", "riskEventType: unlikelyTravel");

    assertThat(only("rules", "check", at()))
        .startsWith("dead")
        .contains("another product's log (azure/riskdetection)");
  }

  @Test
  void aContentTypeThatIsNotSubscribedToIsNamed() throws IOException {
    rule("m365", "audit", "Operation: FileDownloaded");

    assertThat(only("rules", "check", at())).startsWith("ok");
    assertThat(only("rules", "check", "--content-types", "Audit.Exchange", at()))
        .startsWith("dead")
        .contains("needs Audit.SharePoint, which is not subscribed to");
    assertThat(Cli.run("rules", "check", "--content-types", "Audit.Everything", at()).exit())
        .isEqualTo(Exit.USAGE);
  }

  @Test
  void eventsTellWhatHasBeenSeen() throws IOException {
    rule("m365", "exchange", "Operation: New-InboxRule\n    Parameters.ForwardTo: '*'");
    rule("m365", "exchange", "Operation: New-JournalRule");

    List<String> lines = Cli.run("rules", "check", "--events", Fixtures.RECORDS, at()).lines();

    assertThat(lines.get(0)).startsWith("ok").contains("matched 1 events");
    assertThat(lines.get(1)).startsWith("unseen").contains("Operation is New-JournalRule");
  }

  @Test
  void regularExpressionsWildcardsNumbersAndNetworksAreFulfilled() throws IOException {
    rule("m365", "audit", "Operation: Send\n    recipientCount|gt: 200");
    rule("m365", "audit", "Operation: UserLoggedIn\n    ClientIP|cidr: 203.0.113.0/24");
    rule(
        "m365",
        "exchange",
        "Operation|startswith: New-\n    Parameters.Name|re: '^(?:[[:punct:]]{2,5}|a?b+\\d)$'");
    rule("m365", "exchange", "Operation: '*-InboxRule'\n    Parameters.Name: 'a?c*e'");
    rule("m365", "exchange", "Operation: Set-Mailbox\n    ObjectId|contains|all: [one, two]");

    assertThat(Cli.run("rules", "check", at()).lines())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).startsWith("ok"));
  }

  @Test
  void aRefusedRuleGivesItsReasonAndTheExitCode() {
    Cli.Result result = Cli.run("rules", "check", Fixtures.BROKEN_RULES);

    assertThat(result.exit()).isEqualTo(Exit.REFUSED);
    assertThat(result.lines().get(0)).startsWith("refused").contains("elsewhere");
    assertThat(result.err()).contains("1 refused");
  }

  @Test
  void theTestsInsideTheBundledRulesHold() {
    Cli.Result result = Cli.run("rules", "test");

    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("0 failed; 0 rules have no tests");
  }

  @Test
  void aTestThatFailsIsNamedAndChangesTheExitCode() throws IOException {
    String record =
        "{\"Id\":\"1\",\"CreationTime\":\"2026-03-10T08:00:00\",\"Operation\":\"Set-Mailbox\"}";
    String tests =
        "mailtrail:\n  tests:\n    - name: fires\n      alerts: 1\n      records: '"
            + record
            + "'\n    - name: does not\n      alerts: 0\n      records: '"
            + record
            + "'\n";
    rule("m365", "exchange", "Operation: Set-Mailbox", tests);

    Cli.Result result = Cli.run("rules", "test", at());

    assertThat(result.exit()).isEqualTo(Exit.FAILED);
    assertThat(result.err())
        .contains("does not: raised 1 alerts instead of 0", "1 tests passed, 1 failed");
  }

  @Test
  void coverageIsALayerOfTheNavigator() throws IOException {
    JsonNode layer = json(Cli.run("rules", "coverage")).get(0);

    assertThat(layer.path("domain").asText()).isEqualTo("enterprise-attack");
    assertThat(layer.path("versions").path("layer").asText()).isEqualTo("4.5");
    TreeSet<String> techniques = new TreeSet<>();
    for (JsonNode technique : layer.path("techniques")) {
      String id = technique.path("techniqueID").asText();
      assertThat(id).matches("T[0-9]{4}(\\.[0-9]{3})?");
      assertThat(technique.path("score").asInt())
          .isEqualTo((int) technique.path("comment").asText().lines().count());
      techniques.add(id);
    }
    assertThat(techniques).contains("T1114.003", "T1564.008", "T1562.008", "T1528", "T1110.003");
    assertThat(techniques).hasSameSizeAs(layer.path("techniques"));
  }

  private String at() {
    return folder.toString();
  }

  private void rule(String product, String service, String selection) throws IOException {
    rule(product, service, selection, "");
  }

  private void rule(String product, String service, String selection, String more)
      throws IOException {
    numbers.add(numbers.size());
    String name = "rule" + numbers.size();
    Files.writeString(
        folder.resolve(name + ".yml"),
        "title: "
            + name
            + "\nname: "
            + name
            + "\nlogsource:\n  product: "
            + product
            + "\n  service: "
            + service
            + "\ndetection:\n  selection:\n    "
            + selection
            + "\n  condition: selection\n"
            + more);
  }

  private static String only(String... args) {
    List<String> lines = Cli.run(args).lines();
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<JsonNode> json(Cli.Result result) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    for (String line : result.lines()) {
      values.add(Json.mapper().readTree(line));
    }
    return values;
  }
}
