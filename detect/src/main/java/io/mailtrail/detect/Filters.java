package io.mailtrail.detect;

import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sigma's filters: what they take away from the rules that they name. */
final class Filters {
  /**
   * A filter as read.
   *
   * @param label what to call it in messages
   */
  record Filter(String source, String label, Section rule) {}

  private final List<Filter> filters = new ArrayList<>();

  void add(Filter filter) {
    filters.add(filter);
  }

  List<Filter> all() {
    return filters;
  }

  /**
   * The rules as a filter leaves them; all of it or, if something is wrong with it, nothing.
   *
   * @param find a rule by id or name
   * @param everything all rules over events, for {@code rules: any}
   */
  static List<LoadedRule> apply(
      Filter filter, Function<String, Optional<LoadedRule>> find, List<LoadedRule> everything) {
    Section section = filter.rule().section("filter");
    List<String> names = section.texts("rules");
    if (names.isEmpty()) {
      throw new RuleException(section.at("rules"), "must name the rules to filter, or any");
    }
    Section source = filter.rule().section("logsource");
    boolean any = names.size() == 1 && names.get(0).equalsIgnoreCase("any");
    List<LoadedRule> left = new ArrayList<>();
    for (LoadedRule rule : any ? everything : named(names, find, section.at("rules"))) {
      if (isOf(source, rule)) {
        left.add(rule.without(section));
      } else if (!any) {
        throw new RuleException(filter.rule().at("logsource"), "is not that of " + rule.label());
      }
    }
    return left;
  }

  private static List<LoadedRule> named(
      List<String> names, Function<String, Optional<LoadedRule>> find, String where) {
    List<LoadedRule> rules = new ArrayList<>();
    for (String name : names) {
      LoadedRule rule =
          find.apply(name)
              .orElseThrow(
                  () -> new RuleException(where, "names " + name + ", which is not there"));
      if (rule.isCorrelation()) {
        throw new RuleException(
            where, "names " + name + ", a correlation; filter the rules it refers to");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static boolean isOf(Section filter, LoadedRule rule) {
    for (String key : List.of("product", "category", "service")) {
      Optional<String> wanted = filter.text(key);
      if (wanted.isPresent()
          && !wanted.get().equalsIgnoreCase(rule.logSource().text(key).orElse(""))) {
        return false;
      }
    }
    return true;
  }
}
