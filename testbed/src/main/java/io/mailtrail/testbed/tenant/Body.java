package io.mailtrail.testbed.tenant;

import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer, at hand or written as it is sent. */
interface Body {
  /** Exactly or about how many bytes it has; 0 only where there is none. */
  long estimatedBytes();

  void writeTo(OutputStream out) throws IOException;

  /** It compressed, where that is at hand; else null. */
  default byte[] compressed() {
    return null;
  }

  static Body of(byte[] bytes) {
    return new Body() {
      @Override
      public long estimatedBytes() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }

  static Body of(FeedBlob blob) {
    return new Body() {
      @Override
      public long estimatedBytes() {
        return blob.estimatedBytes();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        blob.writeTo(out);
      }

      @Override
      public byte[] compressed() {
        return blob.compressed();
      }
    };
  }
}
