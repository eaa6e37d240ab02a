package io.mailtrail.cli.demo;

import io.mailtrail.model.Alert;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the pipeline shows at its end, read from the outside: from Kafka, and from OpenSearch.
 *
 * @param published the messages of {@code audit.raw} that are records, repeats included
 * @param documents the event documents, of all indices
 * @param failed the failed documents that stand for a record
 * @param switchedOff what is said of rules that were refused or switched off
 * @param alerts the alert documents, of all rules
 */
record Observed(
    List<Copy> published,
    List<Copy> documents,
    List<Copy> failed,
    List<String> switchedOff,
    List<Alert> alerts) {
  Observed {
    published = List.copyOf(published);
    documents = List.copyOf(documents);
    failed = List.copyOf(failed);
    switchedOff = List.copyOf(switchedOff);
    alerts = List.copyOf(alerts);
  }

  /**
   * A record in one of the copies in which it came.
   *
   * @param recordId which record; empty where none could be read
   * @param copyId container and ordinal: the same for a replay, another for Microsoft's repeat
   */
  record Copy(String recordId, String copyId) {
    static Set<String> records(List<Copy> copies) {
      return copies.stream().map(Copy::recordId).collect(Collectors.toSet());
    }
  }
}
