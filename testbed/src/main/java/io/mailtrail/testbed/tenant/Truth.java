package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is in the tenant, and so what must come out of a pipeline that has read all of it: the API
 * from seven days before the anchor on, and the export for what is older.
 *
 * @param tenant the tenant's id
 * @param apiRecords ids of the records that the API hands out, sorted
 * @param csvRecords ids of the records in the export, sorted; some are in both
 * @param apiCopies records in the API's blobs, repeats included
 * @param csvRows rows of the export; it has no repeats
 * @param blobs content blobs that the API lists, by content id
 * @param unreadable ids of records that cannot be made an event of
 * @param stories takeovers and near misses
 */
// Components keep their order by themselves; in which order a JVM lists methods is its own affair.
@JsonPropertyOrder({"listed", "repeats"})
public record Truth(
    long seed,
    Instant anchor,
    String tenant,
    Set<String> apiRecords,
    Set<String> csvRecords,
    long apiCopies,
    long csvRows,
    Set<String> blobs,
    List<String> unreadable,
    List<Story> stories) {

  /** The export reaches this far into what the API still has: no gap, some repeats. */
  static final Duration OVERLAP = Duration.ofDays(1);

  static Truth of(
      TenantPlan plan, List<ContentBlob> all, List<Story> stories, List<String> unreadable) {
    Instant apiFrom = plan.anchor().minus(FeedBlob.LIFE);
    Set<String> apiRecords = new TreeSet<>();
    Set<String> csvRecords = new TreeSet<>();
    Set<String> blobs = new LinkedHashSet<>();
    long apiCopies = 0;
    for (ContentBlob blob : all) {
      if (!blob.created().isBefore(apiFrom)) {
        apiRecords.addAll(blob.recordIds());
        apiCopies += blob.recordIds().size();
        blobs.add(blob.contentId());
      }
      if (isExported(plan, blob)) {
        csvRecords.addAll(blob.recordIds());
      }
    }
    return new Truth(
        plan.seed(),
        plan.anchor(),
        plan.tenantId(),
        apiRecords,
        csvRecords,
        apiCopies,
        csvRecords.size(),
        blobs,
        unreadable,
        stories);
  }

  static boolean isExported(TenantPlan plan, ContentBlob blob) {
    return blob.created().isBefore(plan.anchor().minus(FeedBlob.LIFE).plus(OVERLAP));
  }

  /** Distinct ids of all records that were ever made available. */
  public Set<String> records() {
    Set<String> records = new HashSet<>(apiRecords);
    records.addAll(csvRecords);
    return records;
  }

  /** How many distinct records were made available. */
  @JsonProperty
  public long listed() {
    return records().size();
  }

  /** How many copies, from both sources, are of a record that was there already. */
  @JsonProperty
  public long repeats() {
    return apiCopies + csvRows - listed();
  }

  /** The stories that are due an alert. */
  public List<Story> takeovers() {
    return stories.stream().filter(Story::takeover).toList();
  }

  public Optional<Story> story(String id) {
    return stories.stream().filter(story -> story.id().equals(id)).findFirst();
  }

  /** Writes this as JSON. */
  public void write(Path file) throws IOException {
    Files.write(file, Json.bytes(this));
  }

  /** Ids of listed records that are not among these, sorted; empty if nothing is missing. */
  public List<String> missingFrom(Set<String> found) {
    List<String> missing = new ArrayList<>(records());
    missing.removeAll(found);
    missing.sort(null);
    return missing;
  }
}
