package io.mailtrail.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.LogonType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RemedyTest {
  private static final String AT = "2026-03-01T00:00:00Z";
  private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");
  private static final Pattern PARAMETER =
      Pattern.compile(" -(\\w+) ('(?:[^']|'')*'|\\$\\w+|@\\{[^}]*\\})");

  /** The commands are run here as Exchange would run them; then nothing is lacking any more. */
  @Property(tries = 100)
  void whatIsPrintedClosesTheGaps(@ForAll long seed) {
    Random random = new Random(seed);
    List<CoverageStatement> statements = new ArrayList<>();
    List<Assertion> settings = new ArrayList<>();
    settings.add(Assertion.is(Setting.AUDIT_ENABLED, random.nextBoolean()));
    for (Setting list : List.of(Setting.OWNER, Setting.DELEGATE, Setting.ADMIN)) {
      if (random.nextInt(3) > 0) {
        settings.add(
            Said.is(
                list,
                LittleModel.actions().stream()
                    .filter(action -> random.nextBoolean())
                    .toArray(String[]::new)));
      }
    }
    boolean premium = random.nextBoolean();
    statements.add(Said.annShown(AT, settings.toArray(new Assertion[0])));
    statements.add(
        Said.shown(AT, Subject.ACCOUNT, Said.ANN, Assertion.is(Setting.PREMIUM, premium)));
    statements.add(
        Said.shown(
            AT,
            Subject.ORGANISATION,
            "",
            Assertion.is(Setting.INGESTION, random.nextBoolean()),
            Assertion.is(Setting.AUDIT_DISABLED, random.nextBoolean())));
    statements.add(
        Said.shown(
            AT, Subject.ACCOUNT, Said.ANN, Assertion.is(Setting.BYPASS, random.nextBoolean())));
    Timeline before = Timeline.of("t", statements);
    Remedy remedy = Remedy.of(before, NOW, Remedy.Goal.ALL);
    List<String> commands = new ArrayList<>(remedy.organisation());
    commands.addAll(remedy.mailbox(Said.find(before, Said.ANN)));

    commands.forEach(command -> statements.add(run(command)));

    Timeline after = Timeline.of("t", statements);
    Mailbox ann = Said.find(after, Said.ANN);
    Set<String> list = LittleModel.actions();
    for (String action : list) {
      for (LogonType logon : List.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN)) {
        LittleModel.World best =
            new LittleModel.World(true, false, true, false, false, premium, true, list);
        assertThat(
                after
                    .at(new Question(ann, action, logon), NOW.plusSeconds(60), Collected.unknown())
                    .recorded())
            .as("%s by %s", action, logon)
            .isEqualTo(Recorded.of(LittleModel.recorded(best, action, logon, false)));
      }
    }
    Remedy again = Remedy.of(after, NOW.plusSeconds(60), Remedy.Goal.ALL);
    assertThat(again.organisation()).isEmpty();
    assertThat(again.mailbox(ann)).isEmpty();
    assertThat(again.all(List.of(ann))).isEmpty();
  }

  private static CoverageStatement run(String command) {
    Map<String, String> fields = new HashMap<>();
    fields.put("Operation", command.substring(0, command.indexOf(' ')));
    Matcher parameter = PARAMETER.matcher(command);
    int end = command.indexOf(' ');
    while (parameter.find()) {
      assertThat(parameter.start()).as(command).isEqualTo(end);
      end = parameter.end();
      String value = parameter.group(2);
      fields.put(
          "Parameters." + parameter.group(1),
          value.startsWith("'")
              ? value.substring(1, value.length() - 1).replace("''", "'")
              : value);
    }
    assertThat(end).as(command).isEqualTo(command.length());
    CoverageStatement said =
        ConfigurationChanges.of(new ConfigurationChangesTest.Cmdlet(fields)).orElseThrow();
    return new CoverageStatement(
        "run/" + command,
        said.tenant(),
        said.subject(),
        said.names(),
        NOW,
        said.basis(),
        said.source(),
        said.by(),
        said.settings(),
        said.summary());
  }

  @Example
  void onlyWhatIsAskedForIsAdded() {
    Timeline timeline =
        Timeline.of(
            "t",
            List.of(
                Said.annShown(
                    AT, Said.is(Setting.AUDIT_ENABLED, true), Said.is(Setting.OWNER, "Update"))));
    Mailbox ann = Said.find(timeline, Said.ANN);

    assertThat(Remedy.of(timeline, NOW, "HardDelete", LogonType.OWNER).mailbox(ann))
        .containsExactly("Set-Mailbox -Identity 'ann@c.example' -AuditOwner @{Add=\"HardDelete\"}");
    assertThat(Remedy.of(timeline, NOW, "Update", LogonType.OWNER).mailbox(ann)).isEmpty();
    assertThat(Remedy.of(timeline, NOW, "HardDelete", LogonType.OWNER).all(List.of(ann)))
        .containsExactly(
            "Get-Mailbox -ResultSize Unlimited -Filter {RecipientTypeDetails -eq \"UserMailbox\"} |"
                + " Set-Mailbox -AuditOwner @{Add=\"HardDelete\"}");
  }

  @Example
  void theSetOfAGroupCannotBeChanged() {
    Timeline timeline =
        Timeline.of("t", List.of(Said.annShown(AT, Assertion.is(Setting.GROUP, true))));

    assertThat(Remedy.of(timeline, NOW, Remedy.Goal.ALL).mailbox(Said.find(timeline, Said.ANN)))
        .isEmpty();
  }

  /** Read back by the rules of PowerShell's own tokens, every name is itself and nothing else. */
  @Property(tries = 1000)
  void aQuotedNameIsOneLiteralOrIsRefused(@ForAll String name) {
    PowerShell.quoted(name).ifPresent(literal -> assertThat(unquoted(literal)).isEqualTo(name));
  }

  @Example
  void namesThatTryToEndTheLiteral() {
    assertThat(PowerShell.quoted("O'Brien")).contains("'O''Brien'");
    assertThat(unquoted(PowerShell.quoted("a'; Remove-Mailbox b #").orElseThrow()))
        .isEqualTo("a'; Remove-Mailbox b #");
    assertThat(unquoted(PowerShell.quoted("a\u2019; Remove-Mailbox b").orElseThrow()))
        .isEqualTo("a\u2019; Remove-Mailbox b");
    assertThat(unquoted(PowerShell.quoted("$(Remove-Mailbox b) `n").orElseThrow()))
        .isEqualTo("$(Remove-Mailbox b) `n");
    assertThat(PowerShell.quoted("a\nRemove-Mailbox b")).isEmpty();
    assertThat(PowerShell.quoted("a\u2028b")).isEmpty();
    assertThat(PowerShell.quoted("a\u202eb")).isEmpty();
  }

  /** Any of five characters is a single quote; two together inside a literal are one of them. */
  private static String unquoted(String literal) {
    String quotes = "'\u2018\u2019\u201a\u201b";
    assertThat(literal).startsWith("'");
    StringBuilder text = new StringBuilder();
    int i = 1;
    while (i < literal.length()) {
      char c = literal.charAt(i);
      if (quotes.indexOf(c) >= 0) {
        boolean isDoubled = i + 1 < literal.length() && quotes.indexOf(literal.charAt(i + 1)) >= 0;
        if (!isDoubled) {
          assertThat(i).as("the literal ends where the text does").isEqualTo(literal.length() - 1);
          return text.toString();
        }
        i++;
      }
      text.append(c);
      i++;
    }
    throw new AssertionError("the literal does not end: " + literal);
  }
}
