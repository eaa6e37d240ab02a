package io.mailtrail.ingest.cut;

import io.mailtrail.model.Digests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Keeps records that are too large to travel, whole, each in a file that is named by the SHA-256 of
 * its bytes: {@code ab/ab34....json}. The same record again is the same file. Thread-safe.
 */
public final class OversizedRecords {
  private static final int BUFFER = 64 * 1024;

  private final Optional<Path> folder;

  private OversizedRecords(Optional<Path> folder) {
    this.folder = folder;
  }

  /** Nothing is kept, and what cannot be says so. */
  public static OversizedRecords notKept() {
    return new OversizedRecords(Optional.empty());
  }

  /** Keeps them in this folder, which is made when it is needed; empty: not at all. */
  public static OversizedRecords in(Optional<Path> folder) {
    return new OversizedRecords(folder);
  }

  /** The folder cannot be written to: nobody can go on, or something would be lost. */
  public static final class StoreException extends IOException {
    private static final long serialVersionUID = 1L;

    StoreException(IOException cause) {
      super("an oversized record cannot be kept: " + cause.getMessage(), cause);
    }
  }

  /** One record on its way into its file. Not thread-safe. */
  interface Writing {
    void write(byte[] bytes, int length) throws StoreException;

    /** All of it is written: says in words where it is. */
    String keep() throws StoreException;

    /** It does not end; nothing stays behind. */
    void discard();
  }

  /** Keeps a record that is in memory: says in words where it is. */
  public String keep(byte[] whole) throws StoreException {
    Writing writing = begin();
    writing.write(whole, whole.length);
    return writing.keep();
  }

  Writing begin() throws StoreException {
    if (folder.isEmpty()) {
      return new NotKept();
    }
    try {
      Files.createDirectories(folder.get());
      return new Kept(folder.get());
    } catch (IOException e) {
      throw new StoreException(e);
    }
  }

  private static final class NotKept implements Writing {
    private long bytes;

    @Override
    public void write(byte[] more, int length) {
      bytes += length;
    }

    @Override
    public String keep() {
      return "of its " + bytes + " bytes only the first are here: no folder is set to keep it in";
    }

    @Override
    public void discard() {}
  }

  private static final class Kept implements Writing {
    private final Path folder;
    private final Path unfinished;
    private final FileChannel channel;
    private final MessageDigest sha256 = Digests.newSha256();
    private final OutputStream out;
    private long bytes;

    Kept(Path folder) throws IOException {
      this.folder = folder;
      this.unfinished = Files.createTempFile(folder, "unfinished-", ".tmp");
      this.channel = FileChannel.open(unfinished, StandardOpenOption.WRITE);
      this.out =
          new BufferedOutputStream(
              new DigestOutputStream(Channels.newOutputStream(channel), sha256), BUFFER);
    }

    @Override
    public void write(byte[] more, int length) throws StoreException {
      try {
        out.write(more, 0, length);
        bytes += length;
      } catch (IOException e) {
        discard();
        throw new StoreException(e);
      }
    }

    @Override
    public String keep() throws StoreException {
      try {
        out.flush();
        channel.force(true);
        channel.close();
        String name = HexFormat.of().formatHex(sha256.digest());
        Path target = folder.resolve(name.substring(0, 2)).resolve(name + ".json");
        Files.createDirectories(target.getParent());
        move(target);
        force(target.getParent());
        return "its " + bytes + " bytes are kept whole as sha256:" + name;
      } catch (IOException e) {
        discard();
        throw new StoreException(e);
      }
    }

    private void move(Path target) throws IOException {
      try {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException e) {
        // The same bytes, on a system that does not replace a file.
        Files.delete(unfinished);
      } catch (AtomicMoveNotSupportedException e) {
        throw new IOException("the folder's file system cannot rename atomically", e);
      }
    }

    /** Makes the name as durable as the bytes, where the system can. */
    private static void force(Path directory) {
      try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
        entry.force(true);
      } catch (IOException e) {
        // Some systems do not open directories; there the rename has to do.
        return;
      }
    }

    @Override
    public void discard() {
      try {
        channel.close();
        Files.deleteIfExists(unfinished);
      } catch (IOException e) {
        // A file named unfinished stays behind; nothing refers to it.
        return;
      }
    }
  }
}
