package io.mailtrail.enrich;

import io.mailtrail.normalise.LookupException;
import io.mailtrail.normalise.Lookups;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Says where the lookup tables come from; they are read where the task runs.
 *
 * @param enabled off only to measure
 * @param city path of a MaxMind City database; empty for the bundled one
 * @param asn path of a MaxMind ASN database; empty for the bundled one
 * @param folder folder with the files of {@link io.mailtrail.normalise.LookupFile}; empty for none
 * @param acceptedDomains mail domains that are every tenant's own
 * @param checkEvery how often the files are looked at for a change
 */
public record LookupTables(
    boolean enabled,
    String city,
    String asn,
    String folder,
    List<String> acceptedDomains,
    Duration checkEvery)
    implements Serializable {
  /** The tables that come with Mailtrail. */
  public static final LookupTables BUNDLED =
      new LookupTables(true, "", "", "", List.of(), Duration.ofSeconds(30));

  public LookupTables {
    acceptedDomains = List.copyOf(acceptedDomains);
  }

  /**
   * The bundled databases where none is named, and the domains of the configuration; no file is
   * read.
   */
  Lookups withoutFiles() throws LookupException {
    if (!enabled) {
      return Lookups.none();
    }
    boolean ownDatabases = !city.isEmpty() && !asn.isEmpty();
    return (ownDatabases ? Lookups.withoutDatabases() : Lookups.bundled())
        .withAcceptedDomains(acceptedDomains);
  }

  /**
   * Reads everything once, so that a mistake is told to whoever starts the job.
   *
   * @throws UncheckedIOException naming the file, and the line where it can
   */
  void check() {
    if (!enabled) {
      return;
    }
    try {
      Lookups lookups = withoutFiles();
      if (!city.isEmpty()) {
        lookups = lookups.withCities(Path.of(city));
      }
      if (!asn.isEmpty()) {
        lookups = lookups.withSystems(Path.of(asn));
      }
      if (!folder.isEmpty()) {
        Lookups unused = lookups.withFolder(Path.of(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a lookup table cannot be used: " + e.getMessage(), e);
    }
  }
}
