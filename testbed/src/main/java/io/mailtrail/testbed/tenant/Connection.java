package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** One client's connection: requests come in, and answers go out or are broken off. One thread. */
final class Connection implements AutoCloseable {
  private static final int MOST_HEAD_BYTES = 64 * 1024;
  private static final int MOST_BODY_BYTES = 1024 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private boolean keepsOpen = true;

  /** What came is no HTTP request; the message is the beginning of it. */
  static final class NotHttpException extends IOException {
    private static final long serialVersionUID = 1L;

    NotHttpException(String first) {
      super(first);
    }
  }

  Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
  }

  boolean isOpen() {
    return keepsOpen && !socket.isClosed();
  }

  OutputStream out() {
    return out;
  }

  /** The next request, or null where the client has no more. */
  Request read() throws IOException {
    String line = line();
    if (line == null) {
      return null;
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !parts[2].startsWith("HTTP/1.")) {
      throw new NotHttpException(line.substring(0, Math.min(200, line.length())));
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = needed(line()); !header.isEmpty(); header = needed(line())) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
      }
    }
    if ("close".equalsIgnoreCase(headers.get("Connection"))) {
      keepsOpen = false;
    }
    return Request.of(parts[0], parts[1], headers, body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.containsKey("Transfer-Encoding")) {
      return chunks();
    }
    int length = number(headers.getOrDefault("Content-Length", "0"), 10);
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the request's body ends early");
    }
    return body;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = number(needed(line()), 16); size > 0; size = number(needed(line()), 16)) {
      body.writeBytes(in.readNBytes(size));
      needed(line());
    }
    String trailer = needed(line());
    while (!trailer.isEmpty()) {
      trailer = needed(line());
    }
    return body.toByteArray();
  }

  private static int number(String text, int radix) throws NotHttpException {
    try {
      int number = Integer.parseInt(text.strip(), radix);
      if (number >= 0 && number <= MOST_BODY_BYTES) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new NotHttpException(text);
    }
    throw new NotHttpException(text);
  }

  private static String needed(String line) throws EOFException {
    if (line == null) {
      throw new EOFException("the request ends early");
    }
    return line;
  }

  /** Up to the end of the line, or null at the end of it all. */
  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        if (text.length() > 0) {
          throw new EOFException("the request ends early");
        }
        return null;
      }
      text.append((char) next);
      // A TLS client says hello with a 22, and will not send the end of a line.
      if (text.length() > MOST_HEAD_BYTES || (text.length() == 1 && next == 22)) {
        throw new NotHttpException(next == 22 ? "TLS" : "a line without end");
      }
    }
    int end = text.length();
    return text.substring(0, end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  /** Writes the first part of an answer. */
  void head(int status, Map<String, String> headers) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Simulated\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
  }

  /** Ends it in an orderly way: whoever reads sees the end of the stream. */
  void finish() throws IOException {
    out.flush();
    keepsOpen = false;
    socket.close();
  }

  /** Ends it so that whoever reads or writes gets an error. */
  void reset() throws IOException {
    keepsOpen = false;
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Says nothing more for so long, or until the client has gone, and ends then. */
  void stall(Duration howLong) throws IOException {
    out.flush();
    socket.setSoTimeout(Math.max(1, Math.toIntExact(howLong.toMillis())));
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      // So long it was to be.
      keepsOpen = false;
    }
    finish();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
