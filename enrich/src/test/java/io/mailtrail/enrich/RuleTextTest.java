package io.mailtrail.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.rules.BundledRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTextTest {
  private static List<RuleText> split(String yaml) {
    return RuleText.split(new RuleSource("a.yml", yaml));
  }

  @Test
  void everyRuleOfAFileIsFoundUnderItsId() {
    List<RuleText> rules =
        split(
            """
            # a comment
            %YAML 1.2
            ---
            title: one
            id: '1'
            description: |
              ---- is no end of a document
               --- neither
            --- # the next
            title: two
            name: second
            ---
            title: three
            ...
            """);
    assertThat(rules).extracting(RuleText::id).containsExactly("1", "second", "a.yml#3");
    assertThat(rules).extracting(RuleText::source).containsExactly("a.yml", "a.yml#2", "a.yml#3");
    assertThat(rules.get(0).yaml()).contains("is no end of a document", "neither");
  }

  @Test
  void aFileWhoseDocumentsBelongTogetherStaysWhole() {
    String yaml = "action: global\nid: g\n---\ntitle: a\n---\ntitle: b\n";
    assertThat(split(yaml)).containsExactly(new RuleText("a.yml", "a.yml", yaml));
  }

  @Test
  void whatIsNoYamlIsKeptForTheLoaderToRefuse() {
    List<RuleText> rules = split("title: [\n");
    assertThat(rules).hasSize(1);
    assertThat(RuleSet.load(List.of(rules.get(0).asSource())).errors()).hasSize(1);
  }

  @Test
  void theBundledRulesAreTheSameWhenSplit() {
    RuleSet whole =
        RuleSet.load(
            BundledRules.load().entrySet().stream()
                .map(file -> new RuleSource(file.getKey(), file.getValue()))
                .toList());
    RuleSet split =
        RuleSet.load(
            RuleTexts.of(BundledRules.load()).rules().stream().map(RuleText::asSource).toList());
    assertThat(split.rules())
        .usingRecursiveComparison()
        .ignoringFields("source")
        .isEqualTo(whole.rules());
    assertThat(split.errors()).isEmpty();
  }
}
