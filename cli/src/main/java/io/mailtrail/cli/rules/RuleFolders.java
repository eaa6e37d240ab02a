package io.mailtrail.cli.rules;

import io.mailtrail.detect.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** What every verb about rules takes: where they are. */
final class RuleFolders {
  @Parameters(
      arity = "0..*",
      paramLabel = "DIR",
      description = "Folders of Sigma rules, or single files (default: the bundled rules).")
  private List<Path> folders = new ArrayList<>();

  List<RuleSource> sources() {
    return RuleFiles.sources(folders);
  }
}
