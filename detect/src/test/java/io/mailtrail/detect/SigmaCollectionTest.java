package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.SigmaSyntax.Row;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.YamlDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The public Sigma collection as it stands: {@code -Dmailtrail.sigma=DIR} names a checkout. It
 * prints what it counted. Without one, {@link SigmaSyntaxTest} tests rules of our own for all that
 * the collection is written with; that it is all of it is tested here.
 */
@EnabledIfSystemProperty(named = "mailtrail.sigma", matches = ".+")
class SigmaCollectionTest {
  private static final Set<String> OURS = Set.of("m365", "azure");

  private static final Pattern PLACEHOLDER = Pattern.compile("%([A-Za-z_-]+)%");

  private final List<RuleSource> sources = sources();

  private static List<RuleSource> sources() {
    try {
      return RuleSource.fromFolder(Path.of(System.getProperty("mailtrail.sigma")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Placeholders are for whoever uses a rule to fill: a rule that has some is refused until then,
   * by the name of the file that is missing.
   */
  @Test
  void everyRuleForM365AndAzureLoadsUnmodified() {
    List<RuleSource> cloud = sources.stream().filter(SigmaCollectionTest::isOurs).toList();
    List<RuleSource> filled = new ArrayList<>(cloud);
    filled.addAll(placeholders(cloud));
    RuleSet asTheyAre = RuleSet.load(cloud);
    RuleSet withPlaceholders = RuleSet.load(filled);

    System.out.println("m365 and azure: " + cloud.size() + " files, " + summary(asTheyAre));
    System.out.println("  with placeholders filled: " + summary(withPlaceholders));
    assertThat(asTheyAre.errors())
        .allSatisfy(error -> assertThat(error.what()).startsWith("placeholder %"));
    assertThat(withPlaceholders.errors()).isEmpty();
    assertThat(withPlaceholders.rules()).hasSizeGreaterThanOrEqualTo(cloud.size()).isNotEmpty();
  }

  @Test
  void everyOtherRuleCompilesOrIsRefusedByName() {
    RuleSet rules = RuleSet.load(sources);
    Map<String, Long> reasons =
        rules.errors().stream()
            .collect(Collectors.groupingBy(RuleError::what, TreeMap::new, Collectors.counting()));

    System.out.println("all: " + sources.size() + " files, " + summary(rules));
    reasons.forEach((reason, count) -> System.out.println("  " + count + " x " + reason));
    assertThat(rules.errors())
        .allSatisfy(
            error -> {
              assertThat(error.source()).isNotBlank();
              assertThat(error.rule()).isNotBlank();
              assertThat(error.where()).isNotBlank();
              assertThat(error.what()).isNotBlank();
            });
    long documents = sources.stream().mapToLong(source -> documents(source).size()).sum();
    long refused =
        rules.errors().stream().map(error -> error.source() + error.rule()).distinct().count();
    assertThat(rules.rules().size() + refused).isGreaterThanOrEqualTo(documents).isPositive();
  }

  @Test
  void ourOwnRulesUseEveryModifierThatTheCollectionUses() {
    Set<String> used = new TreeSet<>();
    for (RuleSource source : sources) {
      for (Map<String, Object> rule : documents(source)) {
        if (rule.get("detection") instanceof Map<?, ?> detection) {
          detection.values().forEach(part -> modifiers(part, used));
        }
      }
    }
    System.out.println("modifiers: " + used);

    assertThat(used).hasSizeGreaterThan(10);
    assertThat(SigmaSyntax.SELECTIONS.stream().map(Row::name)).containsAll(used);
  }

  private static void modifiers(Object part, Set<String> used) {
    if (part instanceof List<?> list) {
      list.forEach(item -> modifiers(item, used));
    } else if (part instanceof Map<?, ?> map) {
      for (Object field : map.keySet()) {
        String name = String.valueOf(field);
        int bar = name.indexOf('|');
        used.add(bar < 0 ? "" : name.substring(bar + 1));
      }
    }
  }

  /** A value for each that is asked for. */
  private static List<RuleSource> placeholders(List<RuleSource> sources) {
    Set<String> names = new TreeSet<>();
    for (RuleSource source : sources) {
      PLACEHOLDER.matcher(source.yaml()).results().forEach(found -> names.add(found.group(1)));
    }
    return names.stream()
        .map(name -> new RuleSource("placeholders/" + name + ".txt", "value\n"))
        .toList();
  }

  private static boolean isOurs(RuleSource source) {
    return documents(source).stream()
        .anyMatch(
            rule ->
                rule.get("logsource") instanceof Map<?, ?> logSource
                    && OURS.contains(String.valueOf(logSource.get("product"))));
  }

  private static List<Map<String, Object>> documents(RuleSource source) {
    try {
      return YamlDocuments.read(source.yaml());
    } catch (RuleException e) {
      return List.of();
    }
  }

  private static String summary(RuleSet rules) {
    long asked = rules.rules().stream().filter(Rule::applies).count();
    return rules.rules().size()
        + " rules compile, "
        + asked
        + " of them for this feed; "
        + rules.errors().size()
        + " refused";
  }
}
