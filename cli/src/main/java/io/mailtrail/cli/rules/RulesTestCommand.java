package io.mailtrail.cli.rules;

import io.mailtrail.cli.Exit;
import io.mailtrail.detect.OfflineDetector;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.model.RawRecord;
import io.mailtrail.model.RecordId;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail rules test}: runs the tests that rules carry. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Run the tests inside rules (mailtrail.tests) through the normaliser and the engine.",
      "Exit code 1 if one fails, 3 if a rule was refused."
    })
final class RulesTestCommand implements Callable<Integer> {
  /** After every record of every test. */
  private static final long FETCHED = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  private static final String TENANT = "3f1d2c4b-5a69-4788-9c0d-1e2f3a4b5c6d";

  @ParentCommand private RulesCommand rulesCommand;
  @Mixin private RuleFolders folders;

  private final Normaliser normaliser = new Normaliser(Lookups.bundled());
  private int passed;
  private int failed;
  private int without;

  @Override
  public Integer call() {
    PrintWriter err = rulesCommand.main().streams().err();
    List<RuleSource> sources = folders.sources();
    RuleSet rules = RuleSet.load(sources);
    rules.errors().forEach(error -> err.println("rule refused: " + error));
    RuleBook book = new RuleBook(sources);
    for (Rule rule : rules.rules()) {
      test(rule, book, err);
    }
    err.printf("%d tests passed, %d failed; %d rules have no tests%n", passed, failed, without);
    return failed > 0 ? Exit.FAILED : rules.errors().isEmpty() ? Exit.OK : Exit.REFUSED;
  }

  private void test(Rule rule, RuleBook book, PrintWriter err) {
    Optional<RuleBook.Page> page =
        book.find(rule.id()).or(() -> book.find(String.valueOf(rule.name())));
    List<RuleCase> cases;
    try {
      cases = page.map(found -> RuleCase.of(found.rule())).orElse(List.of());
    } catch (RuleException e) {
      failed++;
      err.printf("%s: %s: %s: %s%n", rule.source(), rule.label(), e.where(), e.getMessage());
      return;
    }
    without += cases.isEmpty() ? 1 : 0;
    for (RuleCase test : cases) {
      String wrong = run(test, rule, book);
      if (wrong == null) {
        passed++;
      } else {
        failed++;
        err.printf("%s: %s: %s: %s%n", rule.source(), rule.label(), test.name(), wrong);
      }
    }
  }

  /** What is wrong; null if nothing is. */
  private String run(RuleCase test, Rule rule, RuleBook book) {
    String called = book.find(rule.id()).isPresent() ? rule.id() : rule.name();
    OfflineDetector detector = new OfflineDetector(book.alone(called));
    for (String record : test.records()) {
      byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
      String id = RecordId.scan(bytes).recordId(TENANT).orElse("");
      Outcome outcome =
          normaliser.normalise(new RawRecord(id, bytes, TENANT, "api", "", "test", 0, FETCHED));
      if (outcome instanceof Outcome.Rejected rejected) {
        return "a record cannot be used: " + rejected.failed().message();
      }
      detector.accept(((Outcome.Normalised) outcome).event());
    }
    long alerts =
        detector.settleAll().stream().filter(alert -> alert.rule().equals(rule.id())).count();
    return alerts == test.alerts()
        ? null
        : "raised " + alerts + " alerts instead of " + test.alerts();
  }
}
