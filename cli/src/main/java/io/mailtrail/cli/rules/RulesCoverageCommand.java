package io.mailtrail.cli.rules;

import io.mailtrail.cli.DataOutput;
import io.mailtrail.cli.Exit;
import io.mailtrail.detect.Rule;
import io.mailtrail.detect.RuleSet;
import io.mailtrail.model.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code mailtrail rules coverage}: which techniques of ATT&CK the rules look for. */
@Command(
    name = "coverage",
    mixinStandardHelpOptions = true,
    description = {
      "Write a layer for the ATT&CK Navigator to standard output: the score of a technique is the"
          + " number of rules that raise alerts for it."
    })
final class RulesCoverageCommand implements Callable<Integer> {
  @ParentCommand private RulesCommand rulesCommand;
  @Mixin private RuleFolders folders;

  @Option(
      names = "--name",
      defaultValue = "Mailtrail",
      paramLabel = "NAME",
      description = "What the Navigator calls the layer (default: ${DEFAULT-VALUE}).")
  private String name;

  @Override
  public Integer call() {
    RuleSet rules = RuleSet.load(folders.sources());
    rules
        .errors()
        .forEach(error -> rulesCommand.main().streams().err().println("rule refused: " + error));
    DataOutput out = DataOutput.standard(rulesCommand.main().streams());
    out.line(
        Json.bytes(
            NavigatorLayer.of(
                name,
                rules.rules().stream()
                    .filter(Rule::applies)
                    .filter(
                        rule ->
                            rule.kind() == Rule.Kind.EVENT || rule.kind() == Rule.Kind.CORRELATION)
                    .toList())));
    out.flush();
    return rules.errors().isEmpty() ? Exit.OK : Exit.REFUSED;
  }
}
