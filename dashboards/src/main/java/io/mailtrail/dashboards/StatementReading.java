package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Statements of settings as they are found, and what keeps them from being all there are. */
final class StatementReading {
  private final Map<String, CoverageStatement> statements = new LinkedHashMap<>();
  private final Set<String> lacks = new TreeSet<>();

  /** The statements of one answer that can be read. */
  static List<CoverageStatement> of(Answer.Found found) {
    StatementReading reading = new StatementReading();
    reading.add(found);
    return reading.statements();
  }

  /** Takes in what was found; what of it cannot be read, or was not found for lack of time. */
  void add(Answer.Found found) {
    for (JsonNode hit : found.hits()) {
      try {
        CoverageStatement statement =
            Json.mapper().convertValue(hit.path("_source"), CoverageStatement.class);
        statements.put(statement.id(), statement);
      } catch (IllegalArgumentException e) {
        lacks.add("a statement of settings cannot be read");
      }
    }
    if (found.isPartial()) {
      lacks.add("statements of settings were searched in part only");
    }
    if (found.total() > found.hits().size()) {
      lacks.add("there are more statements of settings than one page reads");
    }
  }

  List<CoverageStatement> statements() {
    return List.copyOf(statements.values());
  }

  /** Sentences' ends, for a person; empty where everything was read. */
  List<String> lacks() {
    return List.copyOf(lacks);
  }
}
