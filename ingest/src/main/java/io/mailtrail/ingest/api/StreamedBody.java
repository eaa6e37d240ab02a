package io.mailtrail.ingest.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A response body read as it comes in, with a limit on how long it may stand still and on how
 * slowly it may come: the HTTP client's own timeout ends with the headers, and a body that stalls,
 * or gives a byte now and then, would hold a thread for ever. Only the time that is spent waiting
 * for the server counts. Asks for the next buffers only when the last ones are read, so memory is
 * bounded.
 */
final class StreamedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
  /** A body that comes slower than this, bytes a second, is as good as one that stands still. */
  static final int LEAST_RATE = 1024;

  private static final Object END = new Object();

  private final Duration stall;
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
  private Flow.Subscription subscription;
  private boolean ended;

  /** Since the rate was last looked at. */
  private long waitedNanos;

  private long received;
  private volatile boolean closed;

  StreamedBody(Duration stall) {
    this.stall = stall;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    arrived.add(item);
  }

  @Override
  public void onError(Throwable error) {
    arrived.add(error);
  }

  @Override
  public void onComplete() {
    arrived.add(END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (buffers.isEmpty()) {
      if (ended) {
        return -1;
      }
      receive();
    }
    ByteBuffer buffer = buffers.element();
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    if (!buffer.hasRemaining()) {
      buffers.remove();
      if (buffers.isEmpty()) {
        subscription.request(1);
      }
    }
    return count;
  }

  private void receive() throws IOException {
    if (closed) {
      throw new IOException("the body is closed");
    }
    Object next;
    long asked = System.nanoTime();
    try {
      next = arrived.poll(stall.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading a body");
    }
    if (next == null) {
      close();
      throw new HttpTimeoutException("the body stands still");
    }
    waitedNanos += System.nanoTime() - asked;
    if (next == END) {
      ended = true;
    } else if (next instanceof Throwable error) {
      throw new IOException("the body broke off", error);
    } else {
      int before = buffers.size();
      for (Object buffer : (List<?>) next) {
        received += ((ByteBuffer) buffer).remaining();
        if (((ByteBuffer) buffer).hasRemaining()) {
          buffers.add((ByteBuffer) buffer);
        }
      }
      if (buffers.size() == before) {
        subscription.request(1);
      }
      checkRate();
    }
  }

  /** Each time that as much was waited for as a body may stand still. */
  private void checkRate() throws IOException {
    if (waitedNanos < stall.toNanos()) {
      return;
    }
    double seconds = (double) waitedNanos / TimeUnit.SECONDS.toNanos(1);
    if (received < seconds * LEAST_RATE) {
      close();
      throw new HttpTimeoutException("the body comes too slowly");
    }
    waitedNanos = 0;
    received = 0;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }
}
