package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.CountingStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * What comes out of an archive, and of archives in it, for what goes in. All of them count against
 * the outermost one, so a bomb in a bomb is one bomb. Damage and bombs end a stream instead of
 * breaking it: what was read until then is read to its end first, and then the archive is asked.
 */
final class Inflation {
  /** Audit records shrink to a twentieth; nothing real to a 250th. */
  private static final long MAX_RATIO = 250;

  private static final long RATIO_COUNTS_FROM = 64L * 1024 * 1024;

  private final CountingStream packed;
  private final int depth;
  private final Inflation around;
  private long count;
  private String damage;

  /**
   * @param around the archive in which this one stands; null if in none
   */
  Inflation(CountingStream packed, Inflation around) {
    this.packed = packed;
    this.around = around;
    this.depth = around == null ? 1 : around.depth + 1;
  }

  int depth() {
    return depth;
  }

  /** What is wrong with this archive; null as long as nothing is. */
  String damage() {
    return damage;
  }

  void damaged(String what) {
    damage = damage == null ? what : damage;
  }

  /** Whether the outermost archive inflates beyond all measure. */
  boolean isBomb() {
    return around == null
        ? count > RATIO_COUNTS_FROM && count > MAX_RATIO * packed.count()
        : around.isBomb();
  }

  private void add(int bytes) {
    count += bytes;
    if (around != null) {
      around.add(bytes);
    }
  }

  /** The contents, watched. */
  InputStream watched(InputStream contents) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (damage != null) {
          return -1;
        }
        int read;
        try {
          read = contents.read(target, offset, length);
        } catch (ZipException | EOFException e) {
          damaged("it is damaged or cut off");
          return -1;
        }
        add(Math.max(0, read));
        if (isBomb()) {
          damaged("it inflates beyond all measure");
          return -1;
        }
        return read;
      }
    };
  }
}
