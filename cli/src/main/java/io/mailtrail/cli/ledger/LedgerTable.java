package io.mailtrail.cli.ledger;

import io.mailtrail.cli.ledger.LedgerReport.Range;
import io.mailtrail.cli.ledger.LedgerReport.StreamReport;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.ledger.Hour.Gap;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report as a person reads it. Times are in UTC. */
final class LedgerTable {
  /** So many gaps and unobtainable blobs of one kind are shown before the rest is counted. */
  private static final int SHOWN = 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private LedgerTable() {}

  static List<String> lines(LedgerReport report) {
    List<String> lines = new ArrayList<>();
    for (StreamReport stream : report.streams()) {
      lines.add(stream.tenant() + "  " + stream.contentType());
      if (stream.trouble() != null) {
        lines.add("  " + trouble(stream.trouble()));
      }
      for (Range range : stream.ranges()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "  %s  to  %s  %s",
                time(range.from()),
                time(range.to()),
                range.isComplete() ? "complete" : "not complete"));
        lines.addAll(some(range.gaps().stream().map(LedgerTable::gap).toList()));
      }
      if (!stream.named().isEmpty()) {
        lines.add("  listed and not obtainable: " + stream.named().size() + " blobs");
        lines.addAll(some(stream.named().stream().map(LedgerTable::named).toList()));
      }
    }
    for (LedgerEntry forecast : report.atRisk()) {
      lines.add(
          forecast.tenant()
              + "  "
              + forecast.blobs()
              + " blobs: "
              + forecast.reason()
              + ", the first at "
              + time(forecast.end()));
    }
    if (!report.files().isEmpty()) {
      lines.add("imported: " + report.files().size() + " files");
      lines.addAll(some(report.files().stream().map(LedgerTable::file).toList()));
    }
    return lines;
  }

  private static List<String> some(List<String> all) {
    List<String> some = new ArrayList<>(all.subList(0, Math.min(SHOWN, all.size())));
    if (all.size() > SHOWN) {
      some.add("      and " + (all.size() - SHOWN) + " more; --json has them all");
    }
    return some;
  }

  private static String gap(Gap gap) {
    String span = time(gap.span().start()) + " to " + time(gap.span().end());
    return "      "
        + switch (gap.kind()) {
          case NOT_LISTED -> "not listed: " + span;
          case LISTING -> "being listed: " + span + why(gap);
          case LOST -> "lost: " + span + why(gap);
          case OUTSTANDING -> "outstanding: " + gap.id() + why(gap);
        };
  }

  private static String why(Gap gap) {
    return gap.reason().isEmpty() ? "" : ", " + gap.reason();
  }

  private static String trouble(LedgerEntry stream) {
    return "not collected since " + time(stream.at()) + ": " + stream.reason();
  }

  private static String file(LedgerEntry file) {
    String reason = file.reason() == null ? "" : ", " + file.reason();
    return "      "
        + file.name()
        + ": "
        + file.state()
        + ", "
        + file.records()
        + " records, "
        + file.rejected()
        + " refused"
        + reason;
  }

  private static String named(LedgerEntry blob) {
    return "      " + blob.name() + ": " + blob.state() + ", " + blob.reason();
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }
}
