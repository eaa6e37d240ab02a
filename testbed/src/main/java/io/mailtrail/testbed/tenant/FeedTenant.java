package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A tenant as the feed's server needs it: who may read it, and what there is. Thread-safe. */
public interface FeedTenant {
  /** The tenant's GUID. */
  String tenantId();

  /** A verified domain of it: the token endpoint takes this for the tenant's id, too. */
  String domain();

  /** Client id of the application that may read the tenant's audit records. */
  String clientId();

  /** Its secret. It opens nothing but this simulation. */
  String clientSecret();

  /**
   * Blobs created from the one instant on and before the other, and not after now, in order of
   * creation.
   */
  List<? extends FeedBlob> blobs(ContentType type, Instant from, Instant to, Instant now);

  /** A blob by its content id. */
  Optional<? extends FeedBlob> blob(String contentId);

  /** All that there are so far. */
  List<? extends FeedBlob> allBlobs();

  /** Entries on a page of a listing. */
  default int pageSize() {
    return 25;
  }
}
