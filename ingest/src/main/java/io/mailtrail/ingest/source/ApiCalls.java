package io.mailtrail.ingest.source;

import io.mailtrail.ingest.api.ActivityApi;
import io.mailtrail.ingest.api.Outcome;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs calls to one tenant's API in its threads, and their consequence in the coordinator's. */
final class ApiCalls implements StreamLister.Calls, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ApiCalls.class);

  private final SplitEnumeratorContext<ActivitySplit> context;
  private final ExecutorService threads;
  private final ActivityApi api;
  private final Runnable afterwards;
  private volatile boolean closed;

  /**
   * @param threads and api are closed with this
   * @param afterwards runs after each consequence
   */
  ApiCalls(
      SplitEnumeratorContext<ActivitySplit> context,
      ExecutorService threads,
      ActivityApi api,
      Runnable afterwards) {
    this.context = context;
    this.threads = threads;
    this.api = api;
    this.afterwards = afterwards;
  }

  @Override
  public <T> void run(StreamLister.Call<T> call, Consumer<Outcome<T>> then) {
    threads.execute(
        () -> {
          try {
            Outcome<T> outcome = call.call();
            inCoordinator(
                () -> {
                  then.accept(outcome);
                  afterwards.run();
                });
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            inCoordinator(
                () -> {
                  throw new IllegalStateException("a call to the API failed unexpectedly", e);
                });
          }
        });
  }

  private void inCoordinator(Runnable action) {
    try {
      context.runInCoordinatorThread(
          () -> {
            if (!closed) {
              action.run();
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("An answer came after the end", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
    api.close();
  }
}
