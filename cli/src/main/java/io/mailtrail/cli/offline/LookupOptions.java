package io.mailtrail.cli.offline;

import io.mailtrail.cli.Failure;
import io.mailtrail.enrich.LookupTables;
import io.mailtrail.normalise.Lookups;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which tables tell about addresses, users, devices, applications and domains. */
public final class LookupOptions {
  @Option(
      names = "--geo-city",
      paramLabel = "MMDB",
      description = "MaxMind City database, instead of the bundled one of 2019.")
  private Path city;

  @Option(
      names = "--geo-asn",
      paramLabel = "MMDB",
      description = "MaxMind ASN database, instead of the bundled one of 2019.")
  private Path asn;

  @Option(
      names = "--lookups",
      paramLabel = "FOLDER",
      description = "Folder of own lookup tables: hosting.csv, users.csv ...")
  private Path folder;

  @Option(
      names = "--accepted-domains",
      paramLabel = "DOMAIN",
      split = ",",
      description = "Mail domains of one's own, *.DOMAIN for subdomains too.")
  private List<String> domains = List.of();

  /**
   * The same for a job: read by its tasks when they open, and not looked at again.
   *
   * @throws Failure if one cannot be used
   */
  public LookupTables tables() {
    Lookups unused = lookups();
    return new LookupTables(
        true, text(city), text(asn), text(folder), domains, Duration.ofDays(365));
  }

  private static String text(Path path) {
    return path == null ? "" : path.toString();
  }

  Lookups lookups() {
    try {
      Lookups lookups =
          city == null && asn == null
              ? Lookups.bundled()
              : Lookups.of(Optional.ofNullable(city), Optional.ofNullable(asn));
      if (folder != null) {
        lookups = lookups.withFolder(folder);
      }
      return lookups.withAcceptedDomains(domains);
    } catch (IOException e) {
      throw new Failure(Failure.reason(e), e);
    }
  }
}
