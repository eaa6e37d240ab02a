package io.mailtrail.dashboards;

import io.mailtrail.coverage.Answer;
import io.mailtrail.coverage.Collected;
import io.mailtrail.coverage.EventQueries;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Question;
import io.mailtrail.coverage.Wording;
import io.mailtrail.dashboards.query.Window;
import io.mailtrail.dashboards.store.Answer.Found;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.dashboards.store.StoreException;
import io.mailtrail.model.LogonType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What it means that nothing was found of an action in a mailbox: it would have been recorded, it
 * was not audited, or it is not known; from the timeline of settings and the ledger.
 */
final class AuditedAnswer {
  private final Store store;
  private final AuditKnowledge knowledge;

  AuditedAnswer(Store store) {
    this.store = store;
    this.knowledge = new AuditKnowledge(store);
  }

  /**
   * The answer for each role in which it could have been done.
   *
   * @param window what was searched; bounded
   * @return empty where several tenants know the mailbox, and no answer can be given for one
   */
  Optional<NoResult.Audited> of(MailboxQuestion asked, Window window) {
    try {
      return read(asked, window);
    } catch (StoreException e) {
      // The search itself was answered: what it means is not known, and its page need not fail.
      return Optional.of(
          audited(
              asked,
              asked.mailbox(),
              List.of(
                  new NoResult.Verdict(
                      "anybody",
                      "not known",
                      "open",
                      List.of("What is known could not be read: " + e.getMessage()))),
              window));
    }
  }

  private Optional<NoResult.Audited> read(MailboxQuestion asked, Window window) {
    List<AuditKnowledge.Knowledge> known = knowledge.of(asked.mailbox(), asked.actor());
    if (known.size() > 1) {
      return Optional.empty();
    }
    AuditKnowledge.Knowledge tenant =
        known.isEmpty() ? knowledge.ofNobody(asked.mailbox(), asked.actor()) : known.get(0);
    Mailbox mailbox = tenant.called(asked.mailbox());
    Optional<Mailbox> actor = asked.actor().map(tenant::called);
    Instant from = window.from();
    // A period has a length.
    Instant to = window.to().isAfter(from) ? window.to() : from.plusMillis(1);
    Instant latest = tenant.latest(to);
    Collected ledger =
        tenant.without(knowledge.collected(tenant.tenant(), from, latest), from, latest);
    // What is the same of several roles is said once.
    Map<NoResult.Verdict, List<String>> verdicts = new LinkedHashMap<>();
    for (LogonType logon : asked.logons()) {
      Question question = new Question(mailbox, asked.action(), logon, actor);
      Found records =
          store
              .search(
                  Index.EVENTS,
                  // The window holds its last millisecond.
                  EventQueries.of(question, tenant.tenant(), from, window.to().plusMillis(1))
                      .put("size", 0)
                      .put("track_total_hits", true))
              .orThrow();
      Collected collected =
          records.isPartial()
              ? AuditKnowledge.lacking(
                  ledger, from, latest, "the records were searched in part only")
              : ledger;
      Answer answer = Answer.of(question, records.total(), tenant.timeline(), from, to, collected);
      verdicts
          .computeIfAbsent(
              new NoResult.Verdict(
                  "", word(answer.kind()), tone(answer.kind()), answer.sentences()),
              same -> new ArrayList<>())
          .add(by(logon));
    }
    String who = asked.actor().map(account -> " (" + account + ")").orElse("");
    return Optional.of(
        audited(
            asked,
            mailbox.label(),
            verdicts.entrySet().stream()
                .map(entry -> entry.getKey().by(String.join(" and ", entry.getValue()) + who))
                .toList(),
            window));
  }

  private static NoResult.Audited audited(
      MailboxQuestion asked, String mailbox, List<NoResult.Verdict> verdicts, Window window) {
    return new NoResult.Audited(
        asked.action(),
        mailbox,
        asked.ownMailbox(),
        verdicts,
        CoveragePage.link(asked.mailbox(), window.to()));
  }

  private static String by(LogonType logon) {
    return logon == LogonType.OWNER ? "the owner" : Wording.who(logon);
  }

  private static String word(Answer.Kind kind) {
    return switch (kind) {
      case FOUND -> "found, but not with the other conditions";
      case NONE -> "none, and it would have been recorded";
      default -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  private static String tone(Answer.Kind kind) {
    return switch (kind) {
      case FOUND, NONE -> "good";
      case NOT_AUDITED -> "bad";
      case NAME_UNKNOWN, COLLECTION_INCOMPLETE, CONFIGURATION_UNKNOWN -> "open";
    };
  }
}
