package io.mailtrail.normalise;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import io.mailtrail.model.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One MaxMind database in memory, and its digest. Thread-safe. */
final class GeoDatabase {
  private final Reader reader;
  private final String digest;

  private GeoDatabase(byte[] bytes) throws IOException {
    this.digest = Digests.sha256(bytes);
    this.reader = new Reader(new ByteArrayInputStream(bytes), new CHMCache());
  }

  static GeoDatabase bundled(String resource) {
    try (InputStream in = GeoDatabase.class.getResourceAsStream(resource)) {
      return new GeoDatabase(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled " + resource + " cannot be read", e);
    }
  }

  /**
   * Reads a database and asks it about addresses all over the world, so that one that opens and is
   * damaged further in is noticed before it is used.
   *
   * @param type what is read of its entries
   * @throws LookupException if the file is no such database
   * @throws IOException if the file cannot be read at all
   */
  static GeoDatabase read(Path file, Class<?> type) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      GeoDatabase database = new GeoDatabase(bytes);
      for (int first = 1; first < 256; first++) {
        for (int second = 0; second < 256; second += 15) {
          byte[] v4 = {(byte) first, (byte) second, 8, 8};
          database.reader.get(InetAddress.getByAddress(v4), type);
        }
        byte[] v6 = new byte[16];
        v6[0] = 0x20;
        v6[1] = (byte) first;
        v6[15] = 1;
        database.reader.get(InetAddress.getByAddress(v6), type);
      }
      return database;
    } catch (IOException | RuntimeException e) {
      throw new LookupException(
          List.of(file + " cannot be read as a MaxMind database: " + e.getMessage()), e);
    }
  }

  String digest() {
    return digest;
  }

  /**
   * The entry of an address; null where there is none. Where the database is damaged it has none
   * either: a record is worth more than the place of its address.
   */
  <T> T get(InetAddress address, Class<T> type) {
    try {
      return reader.get(address, type);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
