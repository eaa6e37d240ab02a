package io.mailtrail.cli.demo;

import io.mailtrail.cli.demo.Observed.Copy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares what the tenant knows with what the pipeline shows. Pure. Records are told by their
 * identity and never by adding up counts, so a part that started over in between changes nothing.
 *
 * @param summary the numbers, in the order in which they are printed
 * @param problems what is wrong, one sentence each; empty if all is well
 * @param notes what is not wrong, but should be known
 */
record Verdict(Map<String, Long> summary, List<String> problems, List<String> notes) {
  private static final int SHOWN = 3;

  Verdict {
    summary = new LinkedHashMap<>(summary);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  static Verdict of(Expected expected, Observed observed, long seconds) {
    List<String> problems = new ArrayList<>();
    checkRecords(expected, observed, problems);
    observed.switchedOff().forEach(sentence -> problems.add("A rule did not run: " + sentence));
    List<String> notes = new ArrayList<>();
    long told = AlertCheck.of(expected, observed.alerts(), problems, notes);

    Map<String, Long> summary = new LinkedHashMap<>();
    summary.put("listed", (long) expected.listedIds().size());
    summary.put("published", (long) observed.published().size());
    summary.put("searchable", (long) observed.documents().size());
    summary.put("failed", (long) observed.failed().size());
    summary.put("duplicates", duplicates(observed));
    summary.put("alerts", told);
    summary.put("seconds", seconds);
    return new Verdict(summary, problems, notes);
  }

  boolean passed() {
    return problems.isEmpty();
  }

  /**
   * The messages that made no document because their record had one already: other copies of it,
   * and replays of the same copy.
   */
  private static long duplicates(Observed observed) {
    Set<Copy> ended = new HashSet<>(observed.documents());
    ended.addAll(observed.failed());
    Set<String> records = Copy.records(observed.documents());
    records.addAll(Copy.records(observed.failed()));
    return observed.published().stream()
        .filter(copy -> !ended.remove(copy) && records.contains(copy.recordId()))
        .count();
  }

  private static void checkRecords(Expected expected, Observed observed, List<String> problems) {
    Set<String> published = Copy.records(observed.published());
    Set<String> searchable = Copy.records(observed.documents());
    Set<String> failed = Copy.records(observed.failed());

    Set<String> lost = new TreeSet<>(expected.listedIds());
    lost.removeAll(searchable);
    lost.removeAll(failed);
    Set<String> unpublished = minus(lost, published);
    report(unpublished, "listed by the tenant, but never published", problems);
    report(minus(lost, unpublished), "published, but neither searchable nor failed", problems);

    report(common(searchable, failed), "searchable and failed as well", problems);
    report(repeated(observed.documents()), "searchable more than once", problems);
    report(repeated(observed.failed()), "failed more than once", problems);

    Set<String> invented = new TreeSet<>(searchable);
    invented.addAll(failed);
    report(
        minus(invented, expected.listedIds()), "never listed by the tenant, but found", problems);
    report(
        minus(common(failed, expected.listedIds()), expected.unreadableIds()),
        "readable, but failed",
        problems);
    report(common(searchable, expected.unreadableIds()), "unreadable, but searchable", problems);

    Set<Copy> unknown = new HashSet<>(observed.documents());
    unknown.addAll(observed.failed());
    observed.published().forEach(unknown::remove);
    report(
        common(Copy.records(List.copyOf(unknown)), published),
        "found in a copy that was never published",
        problems);
  }

  private static Set<String> minus(Set<String> from, Set<String> what) {
    Set<String> left = new TreeSet<>(from);
    left.removeAll(what);
    return left;
  }

  private static Set<String> common(Set<String> one, Set<String> other) {
    Set<String> common = new TreeSet<>(one);
    common.retainAll(other);
    return common;
  }

  private static Set<String> repeated(List<Copy> copies) {
    Set<String> once = new HashSet<>();
    return copies.stream()
        .map(Copy::recordId)
        .filter(id -> !once.add(id))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void report(Collection<String> ids, String what, List<String> problems) {
    if (!ids.isEmpty()) {
      String shown =
          ids.stream()
              .limit(SHOWN)
              .map(id -> id.isEmpty() ? "(no id)" : id)
              .collect(Collectors.joining(", "));
      problems.add(
          (ids.size() == 1 ? "1 record is " : ids.size() + " records are ")
              + what
              + ": "
              + shown
              + (ids.size() > SHOWN ? ", ..." : "")
              + ".");
    }
  }
}
