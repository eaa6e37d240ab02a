package io.mailtrail.cli.rules;

import io.mailtrail.detect.RuleSet;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.detect.sigma.RuleException;
import io.mailtrail.detect.sigma.Section;
import io.mailtrail.detect.sigma.YamlDocuments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules as they were written, found by id or name, and who refers to whom. Immutable. */
final class RuleBook {
  private final Map<String, Page> pages = new LinkedHashMap<>();

  /** One rule, and the file it stands in. */
  record Page(RuleSource source, Section rule) {
    boolean isCorrelation() {
      return rule.has("correlation");
    }

    Section correlation() {
      return rule.section("correlation");
    }

    List<String> references() {
      return isCorrelation() ? correlation().texts("rules") : List.of();
    }
  }

  RuleBook(List<RuleSource> sources) {
    for (RuleSource whole : sources) {
      List<Map<String, Object>> documents = documents(whole);
      List<RuleSource> parts = parts(whole, documents.size());
      for (int i = 0; i < documents.size(); i++) {
        Map<String, Object> document = documents.get(i);
        Page page = new Page(parts.get(i), new Section("", document));
        for (String key : List.of("id", "name")) {
          if (document.get(key) instanceof String called) {
            pages.putIfAbsent(called, page);
          }
        }
      }
    }
  }

  /** What cannot be read has been refused by the loader. */
  private static List<Map<String, Object>> documents(RuleSource source) {
    try {
      return YamlDocuments.read(source.yaml());
    } catch (RuleException e) {
      return List.of();
    }
  }

  /** Each document as a source of its own; the whole file for each where it cannot be cut. */
  private static List<RuleSource> parts(RuleSource whole, int documents) {
    List<RuleSource> parts =
        Arrays.stream(whole.yaml().split("(?m)^---.*$", -1))
            .filter(text -> !text.isBlank())
            .map(text -> new RuleSource(whole.name(), text))
            .toList();
    return parts.size() == documents ? parts : Collections.nCopies(documents, whole);
  }

  Optional<Page> find(String idOrName) {
    return Optional.ofNullable(pages.get(idOrName));
  }

  /** A rule with those it refers to and nothing else, so that it raises its own alerts. */
  RuleSet alone(String idOrName) {
    Set<RuleSource> files = new LinkedHashSet<>();
    collect(idOrName, files, new LinkedHashSet<>());
    return RuleSet.load(new ArrayList<>(files));
  }

  private void collect(String idOrName, Set<RuleSource> files, Set<String> seen) {
    if (seen.add(idOrName)) {
      find(idOrName)
          .ifPresent(
              page -> {
                files.add(page.source());
                page.references().forEach(reference -> collect(reference, files, seen));
              });
    }
  }
}
