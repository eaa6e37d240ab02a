package io.mailtrail.ingest.source;

import io.mailtrail.ingest.api.Permits;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * A reader's share of a tenant's permits: each is asked for at the enumerator, which has them all.
 * Thread-safe.
 */
final class ReaderPermits implements Permits {
  private final String tenant;
  private final Consumer<SourceEvent> enumerator;
  private final Semaphore granted = new Semaphore(0, true);

  /**
   * @param enumerator sends an event, from any thread
   */
  ReaderPermits(String tenant, Consumer<SourceEvent> enumerator) {
    this.tenant = tenant;
    this.enumerator = enumerator;
  }

  @Override
  public void acquire() throws InterruptedException {
    enumerator.accept(new BlobEvents.Asked(tenant));
    granted.acquire();
  }

  @Override
  public void throttled(Duration retryAfter) {
    enumerator.accept(new BlobEvents.Throttled(tenant, retryAfter.toMillis()));
  }

  void grant() {
    granted.release();
  }
}
