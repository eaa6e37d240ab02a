package io.mailtrail.ingest.file;

import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;

/**
 * What somebody knows better about a file than its content tells.
 *
 * @param format what it is
 * @param dates which comes first in its dates; concerns mailbox exports only, since the records of
 *     all others say their time themselves
 * @param zone of times that name none, in mailbox exports
 * @param oversized folder for records that are too large to travel; empty: they are not kept whole
 */
public record FileOptions(
    Optional<FileFormat> format, Optional<DateOrder> dates, ZoneId zone, Optional<Path> oversized) {
  /** Nothing: the content tells, and times are UTC. */
  public static final FileOptions NONE =
      new FileOptions(Optional.empty(), Optional.empty(), ZoneOffset.UTC, Optional.empty());

  public FileOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(dates, "dates");
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(oversized, "oversized");
  }

  /** Only the format. */
  public static FileOptions ofFormat(Optional<FileFormat> format) {
    return new FileOptions(format, NONE.dates, NONE.zone, NONE.oversized);
  }
}
