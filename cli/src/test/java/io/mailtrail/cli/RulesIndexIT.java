package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import io.mailtrail.sink.OpenSearchAccess;
import io.mailtrail.sink.Templates;
import io.mailtrail.testbed.server.OpenSearchEndpoint;
import io.mailtrail.testbed.server.WithServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules, judged by what a real OpenSearch holds. */
@WithServers
class RulesIndexIT {
  private static final int PAGE_AND_MORE = 5_001;
  private static final long FETCHED = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

  @TempDir private Path folder;

  @Test
  void whatIsIndexedTellsWhatIsUnseen(OpenSearchEndpoint openSearch) throws Exception {
    openSearch.clear();
    Templates.install(OpenSearchAccess.of(openSearch.uri()), 0);
    rule(
        "forwards", "Operation: New-InboxRule\n    Parameters.ForwardTo|endswith: '@else.example'");
    rule("deletes", "Operation: New-InboxRule\n    Parameters.DeleteMessage: 'True'");
    String index = openSearch.uri().toString();

    assertThat(lines(index)).allSatisfy(line -> assertThat(line).startsWith("unseen"));

    StringBuilder bulk = new StringBuilder();
    for (int i = 0; i < PAGE_AND_MORE; i++) {
      // What matches comes last: behind the first page.
      bulk.append("{\"index\":{\"_id\":\"")
          .append(i)
          .append("\"}}\n")
          .append(event(i))
          .append('\n');
    }
    openSearch
        .send("POST", "/mailtrail-events-2026.03/_bulk?refresh=true", bulk.toString())
        .orThrow();

    List<String> lines = lines(index);
    assertThat(lines)
        .filteredOn(line -> line.contains("forwards"))
        .first()
        .asString()
        .startsWith("ok");
    assertThat(lines)
        .filteredOn(line -> line.contains("deletes"))
        .first()
        .asString()
        .startsWith("unseen")
        .contains("DeleteMessage");
  }

  @Test
  void anOpenSearchThatIsNotThereIsSaidSo() throws Exception {
    rule("any", "Operation: New-InboxRule");
    Cli.Result result = check("http://127.0.0.1:1");

    assertThat(result.exit()).isNotZero();
    assertThat(result.err()).contains("OpenSearch at http://127.0.0.1:1");
  }

  private Cli.Result check(String openSearch) {
    return Cli.run("rules", "check", "--index", "--opensearch", openSearch, folder.toString());
  }

  private List<String> lines(String index) {
    Cli.Result result = check(index);
    assertThat(result.exit()).as(result.err()).isZero();
    return result.lines();
  }

  private void rule(String name, String selection) throws Exception {
    Files.writeString(
        folder.resolve(name + ".yml"),
        """
        title: %s
        id: %s
        logsource: {product: m365, service: audit}
        detection:
          selection:
            %s
          condition: selection
        """
            .formatted(name, name, selection));
  }

  private static String event(int number) {
    boolean isLast = number == PAGE_AND_MORE - 1;
    String record =
        """
        {"Id":"00000000-0000-4000-8000-%012d","CreationTime":"2026-03-02T%s","RecordType":1,
         "Operation":"New-InboxRule","Workload":"Exchange","UserId":"ann@contoso.example",
         "OrganizationId":"5a6b0000-1111-4222-8333-9d6f0c0ffee0","ResultStatus":"True",
         "Parameters":[{"Name":"ForwardTo","Value":"%s"}]}
        """
            .formatted(
                number,
                isLast ? "09:00:00" : "08:00:00",
                isLast ? "x@else.example" : "y@z.example");
    RawRecord raw =
        new RawRecord(
            "r" + number,
            record.getBytes(StandardCharsets.UTF_8),
            "",
            "api",
            "Audit.Exchange",
            "blob",
            number,
            FETCHED);
    Outcome outcome = new Normaliser(Lookups.none()).normalise(raw);
    return new String(((Outcome.Normalised) outcome).event().json(), StandardCharsets.UTF_8);
  }
}
