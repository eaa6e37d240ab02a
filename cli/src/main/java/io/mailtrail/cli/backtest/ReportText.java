package io.mailtrail.cli.backtest;

import io.mailtrail.cli.backtest.Report.RuleReport;
import io.mailtrail.model.Alert;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report for people. */
final class ReportText {
  private static final int MOST_DAYS = 31;
  private static final int MOST_RECORDS = 8;
  private static final int MOST_OTHERS = 10;
  private static final int BAR = 40;

  private final List<String> lines = new ArrayList<>();

  private ReportText() {}

  static List<String> lines(Report report) {
    ReportText text = new ReportText();
    text.head(report);
    report.rules().forEach(text::rule);
    text.state(report);
    if (report.difference() != null) {
      text.difference(report.difference());
    }
    return text.lines;
  }

  private void head(Report report) {
    line(
        "%,d records in %.1f s, %,.0f a second%s",
        report.records(),
        report.seconds(),
        report.recordsPerSecond(),
        report.refused() == 0 ? "" : String.format(Locale.ROOT, "; %,d refused", report.refused()));
    if (report.records() > 0) {
      line("events from %s to %s", report.firstEvent(), report.lastEvent());
      line("alerts from %s to before %s", report.from(), report.to());
    }
  }

  private void rule(RuleReport rule) {
    line("");
    line("%s (%s, %s)", rule.title(), rule.name() == null ? rule.id() : rule.name(), rule.level());
    line("  %s, %.2f a day", count(rule.alerts(), "alert"), rule.perDay());
    days(rule.days());
    if (!rule.entities().isEmpty()) {
      line("  named most often:");
      for (Report.Entity entity : rule.entities()) {
        line("    %6d  %s %s", entity.alerts(), entity.field(), entity.value());
      }
    }
    if (!rule.samples().isEmpty()) {
      line("  for example:");
      rule.samples().forEach(this::sample);
    }
    if (!rule.overlap().isEmpty()) {
      line(
          "  other rules tell of the same (alerts with a record in common; with an entity, within"
              + " an hour):");
      rule.overlap().stream()
          .limit(MOST_OTHERS)
          .forEach(
              other ->
                  line(
                      "    %6d %6d  %s (%s)",
                      other.sameRecords(), other.sameEntities(), other.title(), other.rule()));
      more(rule.overlap().size() - MOST_OTHERS, "rules");
    }
  }

  private void days(Map<LocalDate, Long> days) {
    long most = days.values().stream().mapToLong(Long::longValue).max().orElse(1);
    days.entrySet().stream()
        .limit(MOST_DAYS)
        .forEach(
            day ->
                line(
                    "    %s %6d  %s",
                    day.getKey(),
                    day.getValue(),
                    "#".repeat((int) Math.max(1, day.getValue() * BAR / most))));
    more(days.size() - MOST_DAYS, "days with alerts");
  }

  private void sample(Alert alert) {
    line("    %s  %s", alert.anchor(), oneLine(alert.explanation()));
    for (Alert.Evidence evidence : alert.evidence().stream().limit(MOST_RECORDS).toList()) {
      line(
          "      %s  %s: %s",
          evidence.time(), oneLine(evidence.step()), oneLine(evidence.summary()));
    }
    more(alert.evidence().size() - MOST_RECORDS, "records");
  }

  private void state(Report report) {
    line("");
    line(
        "state of all rules, if nothing is forgotten: %s, %s, %s",
        count(report.keys(), "key"), count(report.facts(), "fact"), bytes(report.bytes()));
    List<FamilyState> families =
        report.stateOf(report.rules().stream().map(RuleReport::id).collect(Collectors.toSet()));
    for (FamilyState family : families) {
      line(
          "  %s: %s, %s, %s; of one key at most %s, %s",
          family.family(),
          count(family.keys(), "key"),
          count(family.facts(), "fact"),
          bytes(family.bytes()),
          count(family.mostFacts(), "fact"),
          bytes(family.mostBytes()));
    }
  }

  private void difference(Difference difference) {
    line("");
    line(
        "compared with the other version: %,d in both, %,d of them with another beginning or other"
            + " records; %,d only in the new, %,d only in the old",
        difference.inBoth(),
        difference.changed(),
        difference.onlyNew().size(),
        difference.onlyOld().size());
    only("only in the new:", difference.onlyNew());
    only("only in the old:", difference.onlyOld());
  }

  private void only(String title, List<Alert> alerts) {
    if (alerts.isEmpty()) {
      return;
    }
    line("  " + title);
    alerts.stream().limit(MOST_RECORDS).forEach(this::sample);
    more(alerts.size() - MOST_RECORDS, "alerts");
  }

  private void more(long left, String what) {
    if (left > 0) {
      line("      and %,d more %s", left, what);
    }
  }

  private static String count(long n, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
  }

  static String bytes(long bytes) {
    if (bytes >= 1_000_000) {
      return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
    return bytes >= 10_000 ? bytes / 1_000 + " kB" : String.format(Locale.ROOT, "%,d bytes", bytes);
  }

  /** What records hold is the text of others: no line break of theirs makes a line of ours. */
  private static String oneLine(String text) {
    return text == null ? "" : text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
  }

  private void line(String format, Object... values) {
    lines.add(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
  }
}
