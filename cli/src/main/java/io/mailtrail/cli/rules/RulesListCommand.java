package io.mailtrail.cli.rules;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.model.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail rules list}: the rules as data. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Print each rule that can be used, as a JSON line on standard output.")
final class RulesListCommand implements Callable<Integer> {
  @ParentCommand private RulesCommand rulesCommand;
  @Mixin private RuleFolders folders;

  @Override
  public Integer call() {
    RuleSet rules = RuleSet.load(folders.sources());
    DataOutput out = DataOutput.standard(rulesCommand.main().streams());
    for (Rule rule : rules.rules()) {
      out.line(Json.bytes(rule));
    }
    out.flush();
    return Exit.OK;
  }
}
