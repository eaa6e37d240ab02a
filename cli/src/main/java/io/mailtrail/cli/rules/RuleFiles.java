package io.mailtrail.cli.rules;

import io.mailtrail.cli.Failure;
import io.mailtrail.detect.RuleSource;
import io.mailtrail.rules.BundledRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the rules of the offline verbs come from: folders, or what the module rules brings. */
public final class RuleFiles {
  private RuleFiles() {}

  /**
   * The texts of rules.
   *
   * @param folders folders or single files; empty for the bundled rules
   * @throws Failure if one is not there, or holds no rules at all
   */
  public static List<RuleSource> sources(List<Path> folders) {
    if (folders.isEmpty()) {
      return bundled();
    }
    List<RuleSource> sources = new ArrayList<>();
    for (Path folder : folders) {
      List<RuleSource> found = fromFolder(folder);
      if (found.isEmpty()) {
        throw new Failure(folder + ": holds no .yml or .yaml file");
      }
      sources.addAll(found);
    }
    return sources;
  }

  private static List<RuleSource> fromFolder(Path folder) {
    if (!Files.exists(folder)) {
      throw new Failure(folder + ": no such folder");
    }
    try {
      return RuleSource.fromFolder(folder);
    } catch (IOException e) {
      throw Failure.file(folder, e);
    }
  }

  private static List<RuleSource> bundled() {
    return BundledRules.load().entrySet().stream()
        .map(rule -> new RuleSource(rule.getKey(), rule.getValue()))
        .toList();
  }
}
