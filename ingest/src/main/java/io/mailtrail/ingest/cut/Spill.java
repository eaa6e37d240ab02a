package io.mailtrail.ingest.cut;

import java.util.Arrays;

/**
 * Bytes of something that may be larger than a record may be: the first of them in memory, and all
 * of them with {@link OversizedRecords} once they are too many. Not thread-safe.
 */
final class Spill {
  private static final int CHUNK = 4096;

  private final OversizedRecords store;
  private final int max;
  private final byte[] chunk = new byte[CHUNK];
  private byte[] head;
  private int length;
  private int inChunk;
  private OversizedRecords.Writing file;

  Spill(OversizedRecords store, int max, byte[] beginning) {
    this.store = store;
    this.max = max;
    this.head = beginning;
    this.length = beginning.length;
  }

  void write(byte b) throws OversizedRecords.StoreException {
    if (length < max) {
      if (length == head.length) {
        head = Arrays.copyOf(head, Math.min(Math.max(CHUNK, head.length * 2), max));
      }
      head[length++] = b;
      return;
    }
    if (file == null) {
      file = store.begin();
      file.write(head, length);
    }
    chunk[inChunk++] = b;
    if (inChunk == CHUNK) {
      flush();
    }
  }

  private void flush() throws OversizedRecords.StoreException {
    file.write(chunk, inChunk);
    inChunk = 0;
  }

  Cut.Reject reject(String code, String message, long ordinal)
      throws OversizedRecords.StoreException {
    String where = "";
    if (file != null) {
      flush();
      where = "; " + file.keep();
    }
    return new Cut.Reject(code, message + where, Arrays.copyOf(head, length), ordinal);
  }

  void discard() {
    if (file != null) {
      file.discard();
    }
  }
}
