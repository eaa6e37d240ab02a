package io.mailtrail.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;

/** The verbs in the help, by what one wants to do. A verb of no group comes last, never lost. */
final class VerbList {
  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("See it work", List.of("demo"));
    GROUPS.put(
        "With an export and nothing else", List.of("normalise", "detect", "backtest", "coverage"));
    GROUPS.put("Into the running stack", List.of("import"));
    GROUPS.put("The processes of the stack", List.of("ingest", "enrich", "sink", "console"));
    GROUPS.put("See that nothing is missing", List.of("ledger"));
    GROUPS.put("Set it up", List.of("topics", "import-dashboards", "rules", "generate-completion"));
  }

  private VerbList() {}

  static String render(Help help) {
    Map<String, Help> left = new LinkedHashMap<>(help.subcommands());
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (title, verbs) -> {
          Map<String, Help> group = new LinkedHashMap<>();
          for (String verb : verbs) {
            Help found = left.remove(verb);
            if (found != null) {
              group.put(verb, found);
            }
          }
          append(text, title, help, group);
        });
    append(text, "More", help, left);
    return text.toString();
  }

  private static void append(StringBuilder text, String title, Help help, Map<String, Help> group) {
    if (!group.isEmpty()) {
      text.append(String.format("%n%s:%n", title)).append(help.commandList(group));
    }
  }
}
