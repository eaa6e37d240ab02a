package io.mailtrail.enrich;

import io.mailtrail.normalise.LookupException;
import io.mailtrail.normalise.LookupFile;
import io.mailtrail.normalise.Lookups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lookup tables as they are now. A file that changes is read again within {@link
 * LookupTables#checkEvery}; one that is broken or gone is named in the log, once for each state of
 * the file, and its last good table stays. All tasks of a JVM share one source, so that the tables
 * are in memory once. Thread-safe; whoever finds it time to look does the reading, the others go on
 * with the tables there are.
 */
final class LookupSource {
  private static final Logger LOG = LoggerFactory.getLogger(LookupSource.class);
  private static final Map<LookupTables, WeakReference<LookupSource>> OPEN = new HashMap<>();

  /** Makes new tables of the old and of a file's contents. */
  private interface Reader {
    Lookups read(Lookups lookups, Path file) throws IOException;
  }

  /** Reads a whole file. */
  interface Contents {
    byte[] read(Path file) throws IOException;
  }

  /** What tells one state of a file from another without reading it; null where it is gone. */
  private record Stamp(long modified, long size, Object key) {}

  private final long checkEveryNanos;
  private final LongSupplier nanos;
  private final Map<Path, Reader> readers = new LinkedHashMap<>();
  private final ReentrantLock looking = new ReentrantLock();

  // Guarded by the lock:
  /** The states of files that need no reading: read already, or known to be wrong or gone. */
  private final Map<Path, Stamp> seen = new HashMap<>();

  /** The states of files that could not be read, and were named in the log. */
  private final Map<Path, Stamp> unreadable = new HashMap<>();

  private final Set<Path> brokenFiles = new HashSet<>();

  private volatile Lookups lookups;
  private volatile long lookedAt;
  private volatile int broken;
  private final AtomicLong reloads = new AtomicLong();

  LookupSource(LookupTables tables, LongSupplier nanos) {
    this(tables, nanos, Files::readAllBytes);
  }

  LookupSource(LookupTables tables, LongSupplier nanos, Contents contents) {
    this.checkEveryNanos = tables.checkEvery().toNanos();
    this.nanos = nanos;
    try {
      this.lookups = tables.withoutFiles();
    } catch (LookupException e) {
      throw new UncheckedIOException("lookups.accepted-domains: " + e.getMessage(), e);
    }
    if (!tables.enabled()) {
      return;
    }
    if (!tables.city().isEmpty()) {
      readers.put(Path.of(tables.city()), Lookups::withCities);
    }
    if (!tables.asn().isEmpty()) {
      readers.put(Path.of(tables.asn()), Lookups::withSystems);
    }
    if (!tables.folder().isEmpty()) {
      for (LookupFile table : LookupFile.values()) {
        readers.put(
            Path.of(tables.folder(), table.fileName()),
            (known, file) -> known.with(table, contents.read(file)));
      }
    }
    look();
    reloads.set(0);
    lookedAt = nanos.getAsLong();
  }

  /** The source that all tasks of this JVM share. */
  static LookupSource of(LookupTables tables) {
    synchronized (OPEN) {
      WeakReference<LookupSource> known = OPEN.get(tables);
      LookupSource source = known == null ? null : known.get();
      if (source == null) {
        source = new LookupSource(tables, System::nanoTime);
        OPEN.values().removeIf(reference -> reference.get() == null);
        OPEN.put(tables, new WeakReference<>(source));
      }
      return source;
    }
  }

  /** The tables to use for the next record. */
  Lookups current() {
    if (nanos.getAsLong() - lookedAt >= checkEveryNanos && looking.tryLock()) {
      try {
        if (nanos.getAsLong() - lookedAt >= checkEveryNanos) {
          look();
          lookedAt = nanos.getAsLong();
        }
      } finally {
        looking.unlock();
      }
    }
    return lookups;
  }

  /** How many files cannot be used as they are now. */
  int broken() {
    return broken;
  }

  /** How often a file was read again because it had changed. */
  long reloads() {
    return reloads.get();
  }

  private void look() {
    for (Map.Entry<Path, Reader> entry : readers.entrySet()) {
      look(entry.getKey(), entry.getValue());
    }
    broken = brokenFiles.size();
  }

  private void look(Path file, Reader reader) {
    boolean known = seen.containsKey(file);
    Stamp before = seen.get(file);
    Stamp now = stamp(file);
    if (known && Objects.equals(before, now)) {
      return;
    }
    if (now == null) {
      seen.put(file, null);
      if (known || unreadable.containsKey(file)) {
        broken(file, "the file is gone");
      }
      return;
    }
    try {
      lookups = reader.read(lookups, file);
      seen.put(file, now);
      unreadable.remove(file);
      brokenFiles.remove(file);
      reloads.incrementAndGet();
      LOG.atInfo().addKeyValue("file", file).log("lookup table read");
    } catch (LookupException e) {
      // Reading the same contents again would find the same.
      seen.put(file, now);
      e.problems().forEach(problem -> broken(file, problem));
    } catch (IOException e) {
      // What cannot be read now, by a disk or a mount that is away, perhaps can the next time.
      if (!Objects.equals(unreadable.put(file, now), now)) {
        broken(file, e.getMessage());
      }
    }
  }

  private void broken(Path file, String problem) {
    brokenFiles.add(file);
    LOG.atError()
        .addKeyValue("file", file)
        .addKeyValue("problem", problem)
        .log("lookup table cannot be used; the last good one stays, if there was one");
  }

  private static Stamp stamp(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return null;
    }
  }
}
