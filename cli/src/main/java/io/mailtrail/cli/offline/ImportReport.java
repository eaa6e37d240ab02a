package io.mailtrail.cli.offline;

import io.mailtrail.ingest.file.ImportSummary;
import io.mailtrail.ingest.file.KnownCopies;
import io.mailtrail.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What came of the imported files. In every row and in all together, {@code found = published +
 * refused}.
 */
final class ImportReport {
  private final List<ImportSummary> summaries;
  private final boolean dryRun;
  private final Duration horizon;
  private final Optional<KnownCopies.Found> known;

  /**
   * @param known copies of what was there before; empty where nobody has looked
   */
  ImportReport(
      List<ImportSummary> summaries,
      boolean dryRun,
      Duration horizon,
      Optional<KnownCopies.Found> known) {
    this.summaries = List.copyOf(summaries);
    this.dryRun = dryRun;
    this.horizon = horizon;
    this.known = known;
  }

  boolean isEmpty() {
    return summaries.isEmpty();
  }

  /** The table, and a sentence for each thing that is worth one. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int width =
        summaries.stream().mapToInt(s -> s.file().length()).reduce("total".length(), Math::max);
    lines.add(row(width, "file", "found", dryRun ? "to publish" : "published", "refused"));
    for (ImportSummary summary : summaries) {
      lines.add(row(width, summary.file(), summary.records(), summary.rejects()));
    }
    lines.add(row(width, "total", records(), rejects()));
    if (rejects() > 0) {
      lines.add("refused: " + reasons());
    }
    long backfill = sum(ImportSummary::backfill);
    if (backfill > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "backfill: %,d records are older than %d h; alerts that rest on them are marked"
                  + " historical",
              backfill,
              horizon.toHours()));
    }
    long copies = sum(ImportSummary::probableCopies);
    if (copies > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "probable copies: %,d records look like one of another source under another id, and"
                  + " are kept beside it",
              copies));
    }
    known
        .filter(found -> !found.copies().isEmpty())
        .ifPresent(
            found ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "known already: %s%,d records look like known ones with an id, and are"
                            + " kept beside them; --json has the pairs",
                        found.isComplete() ? "" : "at least ",
                        imported(found))));
    long withoutTenant = sum(ImportSummary::withoutTenant);
    if (withoutTenant > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "no tenant: %,d records say none and will be refused further on; import again with"
                  + " --tenant",
              withoutTenant));
    }
    return lines;
  }

  private static long imported(KnownCopies.Found found) {
    return found.copies().stream().map(KnownCopies.Copy::imported).distinct().count();
  }

  /** The same as one JSON object. */
  byte[] json() {
    List<Map<String, Object>> files = new ArrayList<>();
    for (ImportSummary summary : summaries) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("file", summary.file());
      file.put("container", summary.container());
      file.put("bytes", summary.bytes());
      counts(file, new ImportReport(List.of(summary), dryRun, horizon, Optional.empty()));
      files.add(file);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("files", files);
    Map<String, Object> total = new LinkedHashMap<>();
    counts(total, this);
    all.put("total", total);
    all.put("dry_run", dryRun);
    known.ifPresent(
        found -> {
          all.put("known_copies", found.copies());
          all.put("known_copies_complete", found.isComplete());
        });
    return Json.bytes(all);
  }

  private static void counts(Map<String, Object> target, ImportReport of) {
    target.put("found", of.records() + of.rejects());
    target.put("records", of.records());
    target.put("refused", of.rejects());
    target.put("refused_by_code", of.rejectsByCode());
    target.put("backfill", of.sum(ImportSummary::backfill));
    target.put("without_id", of.sum(ImportSummary::withoutId));
    target.put("without_tenant", of.sum(ImportSummary::withoutTenant));
    target.put("probable_copies", of.sum(ImportSummary::probableCopies));
    of.summaries.stream()
        .map(ImportSummary::firstEvent)
        .filter(at -> at != null)
        .min(Instant::compareTo)
        .ifPresent(at -> target.put("first_event", at));
    of.summaries.stream()
        .map(ImportSummary::lastEvent)
        .filter(at -> at != null)
        .max(Instant::compareTo)
        .ifPresent(at -> target.put("last_event", at));
  }

  private String reasons() {
    return rejectsByCode().entrySet().stream()
        .map(code -> String.format(Locale.ROOT, "%,d %s", code.getValue(), code.getKey()))
        .collect(Collectors.joining(", "));
  }

  private Map<String, Long> rejectsByCode() {
    Map<String, Long> all = new TreeMap<>();
    summaries.forEach(
        summary -> summary.rejectsByCode().forEach((code, n) -> all.merge(code, n, Long::sum)));
    return all;
  }

  private long records() {
    return sum(ImportSummary::records);
  }

  private long rejects() {
    return sum(ImportSummary::rejects);
  }

  private long sum(ToLongFunction<ImportSummary> count) {
    return summaries.stream().mapToLong(count).sum();
  }

  private static String row(int width, String name, long records, long rejects) {
    return row(
        width,
        name,
        String.format(Locale.ROOT, "%,d", records + rejects),
        String.format(Locale.ROOT, "%,d", records),
        String.format(Locale.ROOT, "%,d", rejects));
  }

  private static String row(int width, String name, String found, String records, String rejects) {
    return String.format(
        Locale.ROOT, "%-" + width + "s  %12s  %12s  %12s", name, found, records, rejects);
  }
}
