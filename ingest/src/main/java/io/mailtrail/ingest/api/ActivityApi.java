package io.mailtrail.ingest.api;

import io.mailtrail.model.ContentType;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One tenant's side of the Management Activity API. Calls block and are for threads that may;
 * thread-safe. An interrupt ends a call with {@link InterruptedException}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference">API
 *     reference</a>
 */
public interface ActivityApi extends AutoCloseable {
  /** Starts collection of a content type at Microsoft's end; an enabled one stays as it is. */
  Outcome<Boolean> startSubscription(ContentType type) throws InterruptedException;

  /** The content types whose subscription is enabled, by wire name. */
  Outcome<List<String>> enabledSubscriptions() throws InterruptedException;

  /**
   * The first page of what became available from start (inclusive) to end (exclusive).
   *
   * @param start not more than 7 days ago
   * @param end at most 24 h later
   */
  Outcome<ListingPage> list(ContentType type, Instant start, Instant end)
      throws InterruptedException;

  /** The page that a page named; refused if it does not lie at the API's own origin. */
  Outcome<ListingPage> nextPage(URI next) throws InterruptedException;

  /**
   * Opens a blob; the caller closes its body. Refused if it lies elsewhere.
   *
   * @param asking runs before each request that is made for it
   */
  Outcome<BlobBody> open(URI contentUri, Runnable asking) throws InterruptedException;

  @Override
  void close();

  /**
   * One page of a listing.
   *
   * @param unreadable entries that name no blob that can be fetched
   * @param next where the listing goes on, if it does
   */
  record ListingPage(List<Listed> blobs, List<Unreadable> unreadable, Optional<URI> next) {
    public ListingPage {
      blobs = List.copyOf(blobs);
      unreadable = List.copyOf(unreadable);
      Objects.requireNonNull(next, "next");
    }
  }

  /**
   * An entry of a listing that cannot be read.
   *
   * @param contentId empty where not even that is known
   * @param created null where it is not known
   * @param reason what is wrong with it
   */
  record Unreadable(String contentId, Instant created, String reason) {
    public Unreadable {
      Objects.requireNonNull(contentId, "contentId");
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A blob as a listing names it.
   *
   * @param contentId Microsoft's id, unique in the tenant
   * @param contentUri as given; where it points is checked when it is opened
   * @param created when it became available
   * @param expiration when it can no longer be read
   */
  record Listed(String contentId, String contentUri, Instant created, Instant expiration) {
    public Listed {
      Objects.requireNonNull(contentId, "contentId");
      Objects.requireNonNull(contentUri, "contentUri");
      Objects.requireNonNull(created, "created");
      Objects.requireNonNull(expiration, "expiration");
    }
  }

  /** The body of a blob, decompressed, as it comes in. */
  record BlobBody(InputStream stream) implements AutoCloseable {
    @Override
    public void close() throws java.io.IOException {
      stream.close();
    }
  }
}
