package io.mailtrail.dashboards;

import io.mailtrail.coverage.Assumption;
import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.Judgement;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.coverage.Reason;
import io.mailtrail.coverage.Wording;
import io.mailtrail.dashboards.query.CoverageQuery;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import io.mailtrail.model.MailboxAction.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes the page on what is being audited in a mailbox, and who changed it last. */
final class CoveragePage {
  private static final int CHANGES = 50;

  private static final int NAME_CHARS = 500;
  private static final List<LogonType> LOGONS =
      List.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN);

  private final Store store;
  private final AuditKnowledge knowledge;

  CoveragePage(Store store) {
    this.store = store;
    this.knowledge = new AuditKnowledge(store);
  }

  /** The address of the page for a mailbox, as of a time. */
  static String link(String mailbox, Instant time) {
    List<SearchState.Parameter> parameters = new ArrayList<>();
    parameters.add(new SearchState.Parameter("mailbox", mailbox));
    if (time != null) {
      parameters.add(new SearchState.Parameter("at", time.toString()));
    }
    return "/coverage?" + SearchState.encode(parameters);
  }

  CoverageView view(Map<String, List<String>> parameters, Instant now) {
    String asked =
        Show.cut(parameters.getOrDefault("mailbox", List.of("")).get(0).strip(), NAME_CHARS);
    Instant time = time(parameters.getOrDefault("at", List.of("")).get(0), now);
    Answer.Found changes = store.search(Index.COVERAGE, CoverageQuery.changes(CHANGES)).orThrow();
    return new CoverageView(
        asked,
        Show.time(time),
        asked.isEmpty() ? List.of() : sections(asked, time),
        asked.isEmpty()
            ? StatementReading.of(changes).stream().map(CoveragePage::statement).toList()
            : List.of(),
        changes.total());
  }

  private static Instant time(String text, Instant now) {
    try {
      return text.isEmpty() ? now : Instant.parse(text);
    } catch (DateTimeException e) {
      return now;
    }
  }

  private List<CoverageView.Section> sections(String asked, Instant time) {
    List<CoverageView.Section> sections = new ArrayList<>();
    for (AuditKnowledge.Knowledge tenant : knowledge.of(asked, Optional.empty())) {
      Instant latest = tenant.latest(time.plusMillis(1));
      Collected collected =
          tenant.without(knowledge.collected(tenant.tenant(), time, latest), time, latest);
      tenant.known().stream()
          .map(mailbox -> section(tenant, mailbox, time, collected))
          .forEach(sections::add);
    }
    return sections;
  }

  private static CoverageView.Section section(
      AuditKnowledge.Knowledge tenant, Mailbox mailbox, Instant time, Collected collected) {
    LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    Set<Assumption> assumptions = new TreeSet<>();
    List<CoverageView.Row> rows = new ArrayList<>();
    for (MailboxAction action : ActionTable.bundled().actions()) {
      if (action.mailbox() == Kind.USER && action.holdsOn(day)) {
        List<CoverageView.Cell> cells = new ArrayList<>();
        for (LogonType logon : LOGONS) {
          Question question = new Question(mailbox, action.action(), logon);
          Judgement judgement = tenant.timeline().at(question, time, collected);
          assumptions.addAll(judgement.assumptions());
          cells.add(cell(judgement, question));
        }
        if (cells.stream().anyMatch(cell -> !cell.tone().equals("none"))) {
          rows.add(new CoverageView.Row(action.action(), action.activity(), cells));
        }
      }
    }
    List<String> remarks = new ArrayList<>();
    assumptions.forEach(assumption -> remarks.add(assumption.sentence()));
    remarks.addAll(tenant.lacks());
    if (mailbox.ambiguous()) {
      remarks.add("several mailboxes go by this name; what goes by it alone is shown here");
    }
    return new CoverageView.Section(
        mailbox.label(),
        tenant.tenant(),
        String.join(", ", mailbox.names()),
        rows,
        remarks,
        mailbox.statements().stream()
            .sorted(Comparator.comparing(CoverageStatement::at).reversed())
            .limit(CHANGES)
            .map(CoveragePage::statement)
            .toList());
  }

  private static CoverageView.Cell cell(Judgement judgement, Question question) {
    String why = Wording.because(judgement, question);
    return switch (judgement.recorded()) {
      case YES -> new CoverageView.Cell("recorded", "good", "");
      case UNKNOWN -> new CoverageView.Cell("unknown", "open", why);
      case NO ->
          judgement.reason() == Reason.NEVER_RECORDED || judgement.reason() == Reason.NO_SUCH_ACTION
              ? new CoverageView.Cell("never", "none", why)
              : new CoverageView.Cell("not recorded", "bad", why);
    };
  }

  private static CoverageView.Statement statement(CoverageStatement statement) {
    boolean isChange = statement.basis() == Basis.CHANGE;
    return new CoverageView.Statement(
        Show.time(statement.at()),
        statement.names().isEmpty()
            ? "the organisation"
            : new Mailbox(statement.names(), List.of(), false, false).label(),
        isChange ? "change" : "export",
        Show.cut(statement.summary(), 2_000),
        isChange ? Links.event(statement.source()) : null);
  }
}
