package io.mailtrail.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.detect.sigma.Detections;
import io.mailtrail.detect.sigma.LogSources;
import io.mailtrail.detect.sigma.Placeholders;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.Section;
import io.mailtrail.model.Digests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One rule as read, before it is known who refers to it.
 *
 * @param detections of a rule over one event, else null
 * @param correlation of a correlation, else null
 * @param version digest of what is written
 * @param suppress the suppression window, or null
 * @param suppressBy of a rule over one event: whose repeats are counted together
 */
record LoadedRule(
    String source,
    String id,
    String name,
    String title,
    String description,
    String level,
    List<String> tags,
    List<String> falsePositives,
    Detections detections,
    CorrelationSpec correlation,
    Section logSource,
    String version,
    Duration suppress,
    List<String> suppressBy) {

  private static final Set<String> LEVELS =
      Set.of("informational", "low", "medium", "high", "critical");
  private static final String DEFAULT_LEVEL = "medium";

  static LoadedRule read(Section rule, String source, Placeholders placeholders) {
    boolean correlates = rule.has("correlation");
    if (correlates && rule.has("detection")) {
      throw new RuleException("correlation", "stands beside a detection; they are two rules");
    }
    if (!correlates && !rule.has("detection")) {
      throw new RuleException("detection", "is missing");
    }
    String title = rule.requiredText("title");
    String name = rule.text("name").orElse(null);
    return new LoadedRule(
        source,
        id(rule, name, title),
        name,
        title,
        description(rule),
        level(rule),
        List.copyOf(rule.texts("tags")),
        List.copyOf(rule.texts("falsepositives")),
        correlates ? null : Detections.compile(rule, LogSources.standard(), placeholders),
        correlates ? CorrelationSpec.parse(rule) : null,
        rule.section("logsource"),
        version(rule.map().toString()),
        suppress(rule),
        suppressBy(rule, correlates));
  }

  private static Duration suppress(Section rule) {
    return CorrelationSpec.timespan(rule.section("mailtrail"), "suppress").orElse(null);
  }

  private static List<String> suppressBy(Section rule, boolean correlates) {
    Section ours = rule.section("mailtrail");
    if (ours.has("suppress-by") && (correlates || !ours.has("suppress"))) {
      throw new RuleException(
          ours.at("suppress-by"),
          correlates
              ? "belongs to rules over one event; a correlation has its group-by"
              : "needs suppress");
    }
    List<String> fields = ours.texts("suppress-by");
    return fields.isEmpty() ? List.of("user.email") : List.copyOf(fields);
  }

  private static String version(String text) {
    return Digests.sha256(text.getBytes(UTF_8)).substring(0, 12);
  }

  /** The same, with other rules' text as a part of what it is. */
  static String version(List<String> versions) {
    return versions.size() == 1 ? versions.get(0) : version(String.join(" ", versions));
  }

  /** The same rule without what a filter takes away. */
  LoadedRule without(Section filter) {
    return new LoadedRule(
        source,
        id,
        name,
        title,
        description,
        level,
        tags,
        falsePositives,
        detections.without(filter),
        correlation,
        logSource,
        version(List.of(version, filter.map().toString())),
        suppress,
        suppressBy);
  }

  private static String id(Section rule, String name, String title) {
    return rule.text("id")
        .filter(id -> !id.isBlank())
        .orElse(name != null ? name : AlertIds.ofTitle(title));
  }

  private static String level(Section rule) {
    String level = rule.text("level").orElse(DEFAULT_LEVEL).toLowerCase(Locale.ROOT);
    if (!LEVELS.contains(level)) {
      throw new RuleException("level", level + " is no level");
    }
    return level;
  }

  /** What to do next is what an analyst wants to read with the alert. */
  private static String description(Section rule) {
    List<String> parts = new ArrayList<>();
    rule.text("description").map(String::strip).ifPresent(parts::add);
    rule.section("mailtrail")
        .text("next")
        .ifPresent(next -> parts.add("What to do next: " + next.strip()));
    return parts.isEmpty() ? null : String.join("\n\n", parts);
  }

  boolean isCorrelation() {
    return correlation != null;
  }

  String label() {
    return name == null ? id : name;
  }

  boolean isCalled(String reference) {
    return reference.equals(id) || reference.equals(name);
  }

  Rule asRule(Rule.Kind kind) {
    return new Rule(
        id,
        name,
        title,
        description,
        level,
        tags,
        falsePositives,
        kind,
        source,
        detections == null || detections.applies());
  }
}
