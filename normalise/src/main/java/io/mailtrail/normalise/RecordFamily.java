package io.mailtrail.normalise;

import java.util.Arrays;
import java.util.List;

/** Record types that share a schema, and so are read alike. */
enum RecordFamily {
  /** Cmdlets of Exchange. */
  EXCHANGE_ADMIN(1),
  /** Mailbox audit logs: ExchangeItem, ExchangeItemGroup, ExchangeItemAggregated. */
  MAILBOX(2, 3, 50),
  DIRECTORY(8),
  SIGN_IN(9, 15),
  SHAREPOINT(4, 6, 7, 14, 36, 37, 54, 55, 56),
  TEAMS(25, 57),
  /** Findings of other systems: compliance alerts, Defender alerts and detections, risks. */
  ALERT(40, 78, 98, 113, 294, 307),
  /** Messages, links and files that were judged. */
  THREAT(28, 41, 47),
  /** Matches of policies against data loss, in services and on devices. */
  DLP(11, 13, 33, 63, 99, 100, 107),
  /** The common schema. */
  OTHER;

  @SuppressWarnings("ImmutableEnumChecker") // nobody outside sees the array
  private final long[] recordTypes;

  RecordFamily(long... recordTypes) {
    this.recordTypes = recordTypes;
  }

  /** The numbers of the record types that are read so; none for {@link #OTHER}. */
  List<Long> members() {
    return Arrays.stream(recordTypes).boxed().toList();
  }

  /** The family of a record type; {@link #OTHER} for any other number. */
  static RecordFamily of(long recordType) {
    for (RecordFamily family : values()) {
      for (long member : family.recordTypes) {
        if (member == recordType) {
          return family;
        }
      }
    }
    return OTHER;
  }
}
