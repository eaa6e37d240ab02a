package io.mailtrail.cli.coverage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.coverage.Answer;
import io.mailtrail.coverage.Assumption;
import io.mailtrail.coverage.Period;
import io.mailtrail.coverage.Question;
import io.mailtrail.coverage.Wording;
import io.mailtrail.model.Json;
import java.time.Instant;
import java.util.TreeSet;

/** An answer for a program. */
final class AnswerJson {
  private AnswerJson() {}

  static byte[] of(Answer answer, Question question, Instant begin, Instant end) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("answer", CoverageTable.lower(answer.kind())).put("found", answer.found());
    node.put("mailbox", question.mailbox().label()).put("action", question.action());
    node.put("logon", question.logon().wireName());
    node.put("from", begin.toString()).put("to", end.toString());
    ArrayNode periods = node.putArray("periods");
    for (Period period : answer.periods()) {
      ObjectNode each = periods.addObject();
      each.put("from", period.from().toString()).put("to", period.to().toString());
      each.put("recorded", CoverageTable.lower(period.judgement().recorded()));
      each.put("reason", CoverageTable.lower(period.judgement().reason()));
      each.put("doubt", CoverageTable.lower(period.judgement().doubt()));
      period.judgement().since().ifPresent(since -> each.put("since", since.toString()));
      each.put("because", Wording.because(period.judgement(), question));
      period.judgement().because().ifPresent(by -> each.put("source", by.source()));
    }
    node.set("gaps", Json.mapper().valueToTree(answer.gaps()));
    ArrayNode assumptions = node.putArray("assumptions");
    for (Assumption assumption : new TreeSet<>(answer.assumptions())) {
      assumptions.add(CoverageTable.lower(assumption));
    }
    node.set("sentences", Json.mapper().valueToTree(answer.sentences()));
    return Json.bytes(node);
  }
}
