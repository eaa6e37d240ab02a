package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.Container;
import io.mailtrail.model.Origin;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * A file as the container of its records. Which {@link Origin} a record has differs within a file:
 * a zip may hold exports of several kinds.
 */
public final class FileContainer {
  private final Map<Origin, Container> byOrigin = new EnumMap<>(Origin.class);

  /**
   * @param name {@code sha256:} and the digest of the file
   * @param tenant whose records these are; empty: each record's own organization
   */
  public FileContainer(String name, String tenant, Instant fetchedAt) {
    for (Origin origin : Origin.values()) {
      byOrigin.put(origin, new Container(name, tenant, origin, "", fetchedAt));
    }
  }

  /** The container of what a file gave last. */
  public Container of(RecordFile file) {
    return byOrigin.get(file.origin());
  }
}
