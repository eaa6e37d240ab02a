package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.mailtrail.testbed.tenant.Delivery.End;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Sends answers: whole, in pieces, or as far as they get. Stateless. */
final class ReplyWriter {
  /** What is larger is sent as it is made. */
  private static final long MOST_AT_HAND = 4 << 20;

  private static final int CHUNK = 8 * 1024;
  private static final int PIECES = 24;

  private ReplyWriter() {}

  /**
   * @return whether all of it was sent
   */
  static boolean send(Connection connection, Reply reply, Delivery delivery) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (reply.body().estimatedBytes() == 0) {
      headers.putAll(reply.headers());
      headers.put("Content-Length", "0");
      connection.head(reply.status(), headers);
      connection.out().flush();
      return true;
    }
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.putAll(reply.headers());
    if (delivery.compressed()) {
      headers.put("Content-Encoding", "gzip");
    }
    boolean isAtHand = reply.body().estimatedBytes() <= MOST_AT_HAND;
    Body body = isAtHand ? Body.of(bytes(reply.body(), delivery.compressed())) : reply.body();
    boolean chunked = delivery.chunked() || (!isAtHand && delivery.end() == End.WELL);
    long most = most(body, delivery, !isAtHand);
    if (chunked) {
      headers.put("Transfer-Encoding", "chunked");
    } else {
      long length = isAtHand ? body.estimatedBytes() : most + CHUNK;
      headers.put("Content-Length", Long.toString(length));
    }
    connection.head(reply.status(), headers);
    boolean compressNow = !isAtHand && delivery.compressed();
    return body(connection, body, delivery, chunked, most, compressNow);
  }

  /** How many bytes may go out; all of a body that ends well. */
  private static long most(Body body, Delivery delivery, boolean isEstimate) {
    if (delivery.end() == End.WELL) {
      return Long.MAX_VALUE;
    }
    long bytes = body.estimatedBytes();
    long sent = isEstimate && delivery.compressed() ? bytes / 10 : bytes;
    return Math.min(bytes - 1, (long) (sent * delivery.at()));
  }

  private static boolean body(
      Connection connection,
      Body body,
      Delivery delivery,
      boolean chunked,
      long most,
      boolean compressNow)
      throws IOException {
    OutputStream out = connection.out();
    if (!delivery.pause().isZero()) {
      out = new Dribble(out, Math.max(1, body.estimatedBytes() / PIECES), delivery.pause());
    }
    Chunks chunks = chunked ? new Chunks(out) : null;
    Cut cut = new Cut(chunked ? chunks : out, most);
    try {
      if (compressNow) {
        try (GZIPOutputStream compressing = new GZIPOutputStream(cut, CHUNK)) {
          body.writeTo(compressing);
        }
      } else {
        body.writeTo(cut);
      }
    } catch (BodyCutException e) {
      if (delivery.end() == End.WELL) {
        throw e;
      }
    }
    cut.flush();
    if (delivery.end() == End.WELL) {
      if (chunked) {
        chunks.end();
      }
      connection.out().flush();
      return true;
    }
    connection.out().flush();
    switch (delivery.end()) {
      case RESET -> connection.reset();
      case STALL -> connection.stall(delivery.stall());
      default -> connection.finish();
    }
    return false;
  }

  private static byte[] bytes(Body body, boolean compressed) throws IOException {
    if (compressed && body.compressed() != null) {
      return body.compressed();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressed ? new FastGzip(bytes) : bytes) {
      body.writeTo(out);
    }
    return bytes.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    private FastGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static final class BodyCutException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Lets so many bytes through, and fails at the next. */
  private static final class Cut extends FilterOutputStream {
    private long left;

    private Cut(OutputStream out, long most) {
      super(out);
      this.left = most;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int now = (int) Math.min(left, length);
      out.write(bytes, offset, now);
      left -= now;
      if (now < length) {
        throw new BodyCutException();
      }
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /** The chunked transfer encoding. */
  private static final class Chunks extends OutputStream {
    private final OutputStream out;
    private final byte[] buffer = new byte[CHUNK];
    private int filled;

    private Chunks(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int now = Math.min(length - done, buffer.length - filled);
        System.arraycopy(bytes, offset + done, buffer, filled, now);
        filled += now;
        done += now;
        if (filled == buffer.length) {
          flush();
        }
      }
    }

    @Override
    public void flush() throws IOException {
      if (filled > 0) {
        out.write(ascii(Integer.toHexString(filled).toUpperCase(Locale.ROOT) + "\r\n"));
        out.write(buffer, 0, filled);
        out.write(ascii("\r\n"));
        filled = 0;
      }
    }

    private void end() throws IOException {
      flush();
      out.write(ascii("0\r\n\r\n"));
    }

    private static byte[] ascii(String text) {
      return text.getBytes(US_ASCII);
    }
  }

  /** Sends a piece, rests, and sends the next. */
  private static final class Dribble extends FilterOutputStream {
    private final long piece;
    private final Duration pause;
    private long inPiece;

    private Dribble(OutputStream out, long piece, Duration pause) {
      super(out);
      this.piece = piece;
      this.pause = pause;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int now = (int) Math.min(length - done, piece - inPiece);
        out.write(bytes, offset + done, now);
        done += now;
        inPiece += now;
        if (inPiece == piece) {
          inPiece = 0;
          out.flush();
          rest();
        }
      }
    }

    private void rest() throws InterruptedIOException {
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the server is closed");
      }
    }
  }
}
