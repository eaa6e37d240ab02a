package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The flagship's definition, word for word and slowly, over all records at once: a login from an
 * autonomous system that is new for the user (none like it in thirty days, none counts in the
 * user's first seven), and within 24 hours an inbox rule that hides or forwards.
 */
final class NaiveTakeoverFinder {
  private static final Duration HORIZON = Duration.ofDays(30);
  private static final Duration LEARNING = Duration.ofDays(7);
  private static final Duration TIMESPAN = Duration.ofHours(24);
  private static final Set<String> RULE_OPERATIONS =
      Set.of("New-InboxRule", "Set-InboxRule", "UpdateInboxRules");
  private static final Set<String> FORWARDS =
      Set.of("ForwardTo", "ForwardAsAttachmentTo", "RedirectTo");
  private static final List<String> OBSCURE =
      List.of(
          "rss feeds",
          "rss subscriptions",
          "conversation history",
          "archive",
          "deleted items",
          "junk email",
          "notes");

  /** The name of the rule that says the same. */
  private static final String RULE = "mailtrail_takeover_inbox_rule";

  private NaiveTakeoverFinder() {}

  /** Those of the stories that match the definition. */
  static List<Story> due(Truth truth) {
    return truth.takeovers().stream().filter(story -> story.rules().contains(RULE)).toList();
  }

  record Found(String user, String loginId, String ruleId) {}

  private record Login(String id, Instant at, long system) {}

  private record Rule(String id, String user, Instant at) {}

  /** Whether {@link #find} would look at this record. */
  static boolean isRelevant(JsonNode fields) {
    String operation = fields.path("Operation").asText();
    return operation.equals("UserLoggedIn") || RULE_OPERATIONS.contains(operation);
  }

  static List<Found> find(Collection<JsonNode> records) {
    Map<String, List<Login>> logins = new HashMap<>();
    List<Rule> rules = new ArrayList<>();
    for (JsonNode fields : records) {
      String operation = fields.path("Operation").asText();
      String user = fields.path("UserId").asText().toLowerCase(Locale.ROOT);
      String id = fields.path("Id").asText();
      if (operation.equals("UserLoggedIn")) {
        long system = GeoDatabases.autonomousSystem(fields.path("ClientIP").asText());
        logins
            .computeIfAbsent(user, it -> new ArrayList<>())
            .add(new Login(id, time(fields), system));
      } else if (RULE_OPERATIONS.contains(operation) && hidesOrForwards(fields)) {
        rules.add(new Rule(id, user, time(fields)));
      }
    }
    List<Found> found = new ArrayList<>();
    for (Rule rule : rules) {
      for (Login login : newOnes(logins.getOrDefault(rule.user(), List.of()))) {
        Duration between = Duration.between(login.at(), rule.at());
        if (!between.isNegative() && between.compareTo(TIMESPAN) <= 0) {
          found.add(new Found(rule.user(), login.id(), rule.id()));
        }
      }
    }
    return found;
  }

  private static List<Login> newOnes(List<Login> logins) {
    List<Login> sorted = logins.stream().sorted(Comparator.comparing(Login::at)).toList();
    List<Login> newOnes = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Login login = sorted.get(i);
      boolean learnt = !login.at().isBefore(sorted.get(0).at().plus(LEARNING));
      boolean seen =
          sorted.subList(0, i).stream()
              .anyMatch(
                  earlier ->
                      earlier.system() == login.system()
                          && earlier.at().isAfter(login.at().minus(HORIZON)));
      if (learnt && !seen) {
        newOnes.add(login);
      }
    }
    return newOnes;
  }

  private static boolean hidesOrForwards(JsonNode fields) {
    for (JsonNode parameter : fields.path("Parameters")) {
      String name = parameter.path("Name").asText();
      String value = parameter.path("Value").asText().toLowerCase(Locale.ROOT);
      boolean hides =
          (name.equals("DeleteMessage") && value.equals("true"))
              || (name.equals("MoveToFolder") && OBSCURE.contains(value));
      if (hides || FORWARDS.contains(name)) {
        return true;
      }
    }
    return false;
  }

  private static Instant time(JsonNode fields) {
    try {
      return Instant.parse(fields.path("CreationTime").asText() + "Z");
    } catch (DateTimeException e) {
      throw new AssertionError("a login or rule whose time cannot be read: " + fields, e);
    }
  }
}
