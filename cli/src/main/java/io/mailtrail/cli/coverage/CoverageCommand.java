package io.mailtrail.cli.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.cli.Failure;
import io.mailtrail.cli.MailtrailCommand;
import io.mailtrail.cli.Streams;
import io.mailtrail.cli.offline.RecordInput;
import io.mailtrail.coverage.Answer;
import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.coverage.Remedy;
import io.mailtrail.coverage.Timeline;
import io.mailtrail.ingest.file.FileOptions;
import io.mailtrail.model.CoverageStatement;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail coverage}: what would have been recorded. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    subcommands = CoverageImportCommand.class,
    description = {
      "Say what is being audited, and what it means that nothing was found.",
      "Without a question: a table of mailboxes by actions. With --mailbox, --action and --logon:"
          + " found, none though it would have been recorded, not audited, or unknown, and why.",
      "Reads the running stack; with --config or --events, files and no server."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mailtrail coverage import --tenant 0f0f... mailboxes.txt organisation.txt",
      "  mailtrail coverage --mailbox ann@contoso.com --action HardDelete --logon owner"
          + " --from 2026-03-01 --to 2026-03-08",
      "  mailtrail coverage --config mailboxes.txt --events AuditLog.csv",
      "  mailtrail coverage --config mailboxes.txt --fix > close-gaps.ps1"
    })
public final class CoverageCommand implements Callable<Integer> {

  @ParentCommand private MailtrailCommand main;

  @Option(
      names = "--config",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Exported settings: Format-List text, CSV or JSON; needs no server.")
  private List<Path> config = List.of();

  @Option(
      names = "--events",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Exported audit records, for changes of settings and for counting; - is stdin.")
  private List<String> events = List.of();

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      defaultValue = "",
      description = "Which tenant (default: the only one there is).")
  private String tenant;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Times.class,
      description = "When the files of --config were exported (default: when last written).")
  private Instant at;

  @Option(
      names = "--opensearch",
      paramLabel = "URL",
      defaultValue = "${env:MAILTRAIL_OPENSEARCH_URL:-http://127.0.0.1:9200}",
      description =
          "Where OpenSearch listens (default: $$MAILTRAIL_OPENSEARCH_URL, else"
              + " http://127.0.0.1:9200). $$MAILTRAIL_OPENSEARCH_USER and _PASSWORD sign in.")
  private URI openSearch;

  @Mixin private QuestionOptions question;

  @Option(
      names = "--fix",
      arity = "0..1",
      fallbackValue = "all",
      paramLabel = "all|default",
      description =
          "Print the PowerShell that would close the gaps, and run nothing: for everything that"
              + " can be recorded, or for what Microsoft records by default.")
  private Remedy.Goal fix;

  @Option(names = "--json", description = "Print JSON lines.")
  private boolean json;

  MailtrailCommand main() {
    return main;
  }

  @Override
  public Integer call() {
    question.check();
    Streams streams = main.streams();
    boolean isOffline = !config.isEmpty() || !events.isEmpty();
    boolean isClean = true;
    Evidence evidence;
    if (isOffline) {
      FileEvidence files = new FileEvidence();
      isClean = readFiles(files, streams);
      evidence = files;
    } else {
      evidence =
          new SearchEvidence(
              new SearchClient(
                  openSearch,
                  System.getenv().getOrDefault("MAILTRAIL_OPENSEARCH_USER", ""),
                  System.getenv().getOrDefault("MAILTRAIL_OPENSEARCH_PASSWORD", "")),
              question.lateness());
    }
    List<CoverageStatement> statements = evidence.statements();
    String which = tenant(statements);
    Timeline timeline = Timeline.of(which, statements);
    Instant end = question.end(Instant.now());
    Instant begin = question.begin(end);
    Collected collected = evidence.collected(which, begin, latest(statements, end));
    if (question.assumeUnchanged()) {
      collected = collected.assumingNoUnseenChange();
    }
    DataOutput out = DataOutput.standard(streams);
    if (fix != null) {
      fix(timeline, end, out);
    } else if (question.action().isPresent()) {
      answer(evidence, which, timeline, begin, end, collected, out);
    } else {
      table(timeline, end, collected, out);
    }
    out.flush();
    return isClean ? Exit.OK : Exit.REFUSED;
  }

  /** An export that came after the span can speak of it, if all between them is here. */
  private static Instant latest(List<CoverageStatement> statements, Instant end) {
    return statements.stream()
        .map(CoverageStatement::at)
        .filter(at -> at.isAfter(end))
        .max(Comparator.naturalOrder())
        .orElse(end);
  }

  private boolean readFiles(FileEvidence files, Streams streams) {
    RecordInput records =
        new RecordInput(streams.in(), FileOptions.NONE, tenantOption(), Instant.now());
    records.read(events, streams.err(), files);
    if (files.refused() > 0) {
      streams.err().println(files.refused() + " records could not be read; 'normalise' names them");
    }
    ConfigFiles exports = new ConfigFiles(tenantOption(), at, streams.err());
    files.add(exports.read(config));
    return files.refused() == 0 && !exports.hasProblems();
  }

  private String tenantOption() {
    return tenant.strip().toLowerCase(Locale.ROOT);
  }

  private String tenant(List<CoverageStatement> statements) {
    if (!tenant.isBlank()) {
      return tenantOption();
    }
    Set<String> tenants =
        statements.stream()
            .map(CoverageStatement::tenant)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    if (tenants.size() > 1) {
      throw new Failure("there are several tenants; name one with --tenant: " + tenants);
    }
    return tenants.isEmpty() ? "" : tenants.iterator().next();
  }

  private MailboxFinder finder(Timeline timeline) {
    return new MailboxFinder(timeline, main.streams().err());
  }

  private void table(Timeline timeline, Instant time, Collected collected, DataOutput out) {
    List<Mailbox> mailboxes = finder(timeline).oneOrAll(question.mailbox());
    CoverageTable table = new CoverageTable(timeline, time, collected);
    if (mailboxes.isEmpty()) {
      main.streams()
          .err()
          .println("nobody imported the configuration of a mailbox; see 'coverage import --help'");
    } else if (json) {
      mailboxes.forEach(each -> out.line(table.json(each)));
    } else {
      table.lines(mailboxes).forEach(line -> print(out, line));
    }
    CoverageTable.remarks(mailboxes).forEach(main.streams().err()::println);
  }

  private void answer(
      Evidence evidence,
      String which,
      Timeline timeline,
      Instant begin,
      Instant end,
      Collected collected,
      DataOutput out) {
    MailboxFinder finder = finder(timeline);
    Mailbox mailbox = finder.one(question.mailbox().orElseThrow());
    Optional<Mailbox> actor = question.actor().map(finder::one);
    Optional<Mailbox> known = evidence.mailbox(which, mailbox);
    Optional<Mailbox> knownActor = actor.flatMap(each -> evidence.actor(which, each));
    Optional<Mailbox> nameless =
        known.isEmpty() ? Optional.of(mailbox) : actor.filter(each -> knownActor.isEmpty());
    Question asked =
        new Question(
            known.orElse(mailbox),
            question.action().orElseThrow(),
            question.logonType(),
            knownActor.or(() -> actor),
            nameless);
    long found = evidence.count(which, asked, begin, end);
    Answer answer = Answer.of(asked, found, timeline, begin, end, collected);
    if (json) {
      out.line(AnswerJson.of(answer, asked, begin, end));
      return;
    }
    answer.sentences().forEach(sentence -> print(out, Text.visible(sentence)));
  }

  private void fix(Timeline timeline, Instant time, DataOutput out) {
    Remedy remedy =
        question
            .action()
            .map(action -> Remedy.of(timeline, time, action, question.logonType()))
            .orElseGet(() -> Remedy.of(timeline, time, fix));
    List<Mailbox> mailboxes = finder(timeline).oneOrAll(question.mailbox());
    new FixScript(remedy, mailboxes).write(out, json);
  }

  static void print(DataOutput out, String line) {
    out.line(line.getBytes(UTF_8));
  }
}
