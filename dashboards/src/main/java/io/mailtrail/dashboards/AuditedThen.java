package io.mailtrail.dashboards;

import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.Judgement;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.coverage.Reason;
import io.mailtrail.coverage.Recorded;
import io.mailtrail.coverage.Wording;
import io.mailtrail.dashboards.store.StoreException;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.LogonType;
import io.mailtrail.model.MailboxAction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What could be done in a mailbox at a time without leaving a record: the blind spots of whoever
 * looks at an alert.
 */
final class AuditedThen {
  private static final List<LogonType> LOGONS =
      List.of(LogonType.OWNER, LogonType.DELEGATE, LogonType.ADMIN);

  private final AuditKnowledge knowledge;

  AuditedThen(AuditKnowledge knowledge) {
    this.knowledge = knowledge;
  }

  /** For each name, in order; what is known of none that cannot be read in time. */
  List<AlertView.Audited> of(Collection<String> names, Instant time) {
    Map<String, Optional<List<AuditKnowledge.Knowledge>>> read = new LinkedHashMap<>();
    names.forEach(name -> read.put(name, knowledge(name)));
    Instant end = time.plusMillis(1);
    Instant latest =
        read.values().stream()
            .flatMap(Optional::stream)
            .flatMap(List::stream)
            .map(tenant -> tenant.latest(end))
            .max(Comparator.naturalOrder())
            .orElse(end);
    // The mailboxes of one alert are mostly of one tenant, whose ledger is long.
    Map<String, Collected> ledgers = new HashMap<>();
    List<AlertView.Audited> all = new ArrayList<>();
    read.forEach(
        (name, known) ->
            all.add(
                known
                    .map(
                        tenants ->
                            of(
                                name,
                                tenants,
                                time,
                                tenant ->
                                    tenant.without(
                                        ledgers.computeIfAbsent(
                                            tenant.tenant(),
                                            id -> knowledge.collected(id, time, latest)),
                                        time,
                                        latest)))
                    .orElseGet(() -> notRead(name, time))));
    return all;
  }

  private Optional<List<AuditKnowledge.Knowledge>> knowledge(String name) {
    try {
      return Optional.of(knowledge.of(name, Optional.empty()));
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  private static AlertView.Audited notRead(String name, Instant time) {
    return new AlertView.Audited(
        name,
        "open",
        "What is known of this mailbox could not be read in time: that a record is missing says"
            + " nothing.",
        List.of(),
        CoveragePage.link(name, time));
  }

  private static AlertView.Audited of(
      String name,
      List<AuditKnowledge.Knowledge> known,
      Instant time,
      Function<AuditKnowledge.Knowledge, Collected> ledger) {
    String link = CoveragePage.link(name, time);
    if (known.size() != 1 || known.get(0).known().size() != 1) {
      return new AlertView.Audited(
          name,
          "open",
          "Nobody imported the configuration of this mailbox: that a record is missing says"
              + " nothing.",
          List.of(),
          link);
    }
    AuditKnowledge.Knowledge tenant = known.get(0);
    Mailbox mailbox = tenant.known().get(0);
    Collected collected = ledger.apply(tenant);
    List<String> blind = new ArrayList<>();
    boolean isUnknown = false;
    for (LogonType logon : LOGONS) {
      List<String> not = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      for (MailboxAction action : actions(time)) {
        Judgement judgement =
            tenant.timeline().at(new Question(mailbox, action.action(), logon), time, collected);
        if (judgement.recorded() == Recorded.UNKNOWN) {
          unknown.add(action.action());
        } else if (judgement.recorded() == Recorded.NO && !isFixed(judgement.reason())) {
          not.add(action.action());
        }
      }
      line("not recorded of ", logon, not).ifPresent(blind::add);
      line("not known of ", logon, unknown).ifPresent(blind::add);
      isUnknown |= !unknown.isEmpty();
    }
    isUnknown |= !tenant.lacks().isEmpty();
    blind.addAll(tenant.lacks());
    boolean isBlind = blind.stream().anyMatch(line -> line.startsWith("not recorded"));
    return new AlertView.Audited(
        name,
        isBlind ? "bad" : isUnknown ? "open" : "good",
        isBlind
            ? "Some actions left no record at that time:"
            : isUnknown
                ? "Of some actions it is not known whether they were recorded at that time:"
                : "Every action that this mailbox can record was recorded at that time.",
        blind,
        link);
  }

  private static Optional<String> line(String what, LogonType logon, List<String> actions) {
    return actions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            what
                + (logon == LogonType.OWNER ? "the owner" : Wording.who(logon))
                + ": "
                + String.join(", ", actions));
  }

  private static boolean isFixed(Reason reason) {
    return reason == Reason.NEVER_RECORDED || reason == Reason.NO_SUCH_ACTION;
  }

  private static List<MailboxAction> actions(Instant time) {
    LocalDate day = LocalDate.ofInstant(time, ZoneOffset.UTC);
    return ActionTable.bundled().actions().stream()
        .filter(row -> row.mailbox() == MailboxAction.Kind.USER && row.holdsOn(day))
        .toList();
  }
}
