package io.mailtrail.ingest.file;

import io.mailtrail.ingest.cut.CountingStream;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.model.Origin;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Compressed files, and such in such. Nothing is unpacked to disk or memory, so a bomb can only
 * waste time, and one that inflates beyond what audit records do is given up.
 */
enum Archive {
  NONE,
  GZIP,
  ZIP;

  /** A zip of gz files is ordinary; deeper is not. */
  private static final int MAX_DEPTH = 3;

  private static final int BUFFER_BYTES = 64 * 1024;

  /** By the first bytes of the file. */
  static Archive of(byte[] head) {
    if (head.length >= 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      return GZIP;
    }
    boolean zip = head.length >= 4 && head[0] == 'P' && head[1] == 'K';
    return zip && ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6)) ? ZIP : NONE;
  }

  RecordFile open(InputStream in, FileOptions options, Inflation around) {
    CountingStream packed = new CountingStream(in);
    Inflation inflation = new Inflation(packed, around);
    if (inflation.depth() > MAX_DEPTH) {
      return RecordFiles.single(
          in,
          new Reject(
              Codes.BAD_ARCHIVE,
              "archives in archives are read to a depth of " + MAX_DEPTH,
              new byte[0],
              0));
    }
    return new Contents(
        in,
        inflation,
        this == GZIP ? gzip(packed, inflation, options) : zip(packed, inflation, options));
  }

  /** Gives the files in an archive, one after the other, and null after the last. */
  private interface Entries {
    RecordFile next() throws IOException;
  }

  private static Entries gzip(InputStream packed, Inflation inflation, FileOptions options) {
    return new Entries() {
      private boolean given;

      @Override
      public RecordFile next() throws IOException {
        if (given) {
          return null;
        }
        given = true;
        return RecordFiles.open(
            inflation.watched(new GZIPInputStream(packed, BUFFER_BYTES)), options, inflation);
      }
    };
  }

  private static Entries zip(InputStream packed, Inflation inflation, FileOptions options) {
    EndSeen raw = new EndSeen(packed);
    ZipInputStream zip = new ZipInputStream(raw);
    InputStream contents = inflation.watched(zip);
    byte[] unread = new byte[BUFFER_BYTES];
    return () -> {
      while (contents.read(unread) >= 0) {
        // What a reader left of the last entry is inflated anyway: it has to count.
      }
      if (inflation.damage() != null) {
        return null;
      }
      ZipEntry entry = zip.getNextEntry();
      while (entry != null && entry.isDirectory()) {
        entry = zip.getNextEntry();
      }
      if (entry != null) {
        return RecordFiles.open(contents, options, inflation);
      }
      while (raw.read(unread) >= 0) {
        // The directory, which repeats what stood before the entries.
      }
      if (!raw.seen) {
        inflation.damaged("it is cut off");
      }
      return null;
    };
  }

  /** Looks for what stands at the end of every whole zip; between entries a cut shows nowhere. */
  private static final class EndSeen extends FilterInputStream {
    private static final int SIGNATURE = 0x504B_0506;

    private int last;
    private boolean seen;

    EndSeen(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      watch(b);
      return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      for (int i = offset; i < offset + read; i++) {
        watch(target[i]);
      }
      return read;
    }

    private void watch(int b) {
      last = last << 8 | (b & 0xff);
      seen |= last == SIGNATURE;
    }
  }

  /** The files in an archive as one; damage to the archive ends it with a reject. */
  private static final class Contents implements RecordFile {
    private final InputStream file;
    private final Inflation inflation;
    private final Entries entries;
    private RecordFile entry;
    private long ordinal;
    private boolean ended;
    private boolean said;

    Contents(InputStream file, Inflation inflation, Entries entries) {
      this.file = file;
      this.inflation = inflation;
      this.entries = entries;
    }

    @Override
    public Cut next() throws IOException {
      while (!ended) {
        Cut cut = entry == null ? null : entry.next();
        if (cut != null) {
          return numbered(cut);
        }
        try {
          entry = inflation.damage() == null ? entries.next() : null;
        } catch (ZipException | EOFException | IllegalArgumentException e) {
          // The last: a name that is no text.
          inflation.damaged("it is damaged or cut off");
          entry = null;
        }
        ended = entry == null;
      }
      if (inflation.damage() == null || said) {
        return null;
      }
      said = true;
      String message = "the archive cannot be read on from here: " + inflation.damage();
      return new Reject(Codes.BAD_ARCHIVE, message, new byte[0], ordinal++);
    }

    private Cut numbered(Cut cut) {
      return cut instanceof Reject reject
          ? new Reject(reject.code(), reject.message(), reject.bytes(), ordinal++)
          : new RecordBytes(cut.bytes(), ordinal++);
    }

    @Override
    public Origin origin() {
      return entry == null ? Origin.AUDIT_DATA : entry.origin();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
