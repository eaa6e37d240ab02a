package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Detections;
import io.mailtrail.detect.sigma.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A set of rules as they were loaded, and the ones that were refused. Immutable, thread-safe. */
public final class RuleSet {
  /**
   * @param loaded by id
   * @param families by their ids
   * @param groupings by their ids
   */
  record Contents(
      List<Rule> rules,
      Map<String, LoadedRule> loaded,
      Map<String, Family> families,
      Map<String, Grouping> groupings) {}

  private final Contents contents;
  private final List<RuleError> errors;

  private RuleSet(Contents contents, List<RuleError> errors) {
    this.contents = contents;
    this.errors = List.copyOf(errors);
  }

  /** Loads what can be loaded; a rule that cannot is in {@link #errors()} and harms no other. */
  public static RuleSet load(List<RuleSource> sources) {
    RuleLoader loader = new RuleLoader();
    sources.forEach(loader::placeholder);
    sources.forEach(loader::read);
    Contents contents = loader.link();
    return new RuleSet(contents, loader.errors());
  }

  /** In the order read. */
  public List<Rule> rules() {
    return contents.rules();
  }

  /** In the order found. */
  public List<RuleError> errors() {
    return errors;
  }

  /** What a rule over single events asks of one; empty for a correlation and an unknown id. */
  public Optional<Expression> expression(String ruleId) {
    return Optional.ofNullable(contents.loaded().get(ruleId))
        .map(LoadedRule::detections)
        .map(Detections::expression);
  }

  Map<String, Family> families() {
    return contents.families();
  }

  Map<String, Grouping> groupings() {
    return contents.groupings();
  }

  LoadedRule loaded(String id) {
    return contents.loaded().get(id);
  }
}
