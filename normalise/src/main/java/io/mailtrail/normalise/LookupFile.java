package io.mailtrail.normalise;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The lookup tables that an operator may keep in a folder: CSV in UTF-8 with a header line, {@code
 * #} before comments. Columns that are not named here are passed over.
 */
public enum LookupFile {
  /** Networks of hosting providers: an address, a CIDR range or {@code AS64500}. */
  HOSTING("hosting.csv", "network", "name"),
  /** Networks of anonymisers: VPN services, proxies, Tor exits. */
  ANONYMISERS("anonymisers.csv", "network", "name"),
  /** Networks of the organisation itself. */
  OWN_NETWORKS("own-networks.csv", "network", "name"),
  /** Users (principal name, object id, SID or plain name) and their tags, separated by blanks. */
  USERS("users.csv", "user", "tags"),
  /** Devices, mailboxes, sites, teams and applications and their tags, separated by blanks. */
  ASSETS("assets.csv", "asset", "tags"),
  /** Names of applications by their ids; overrides the bundled names. */
  APPLICATIONS("applications.csv", "id", "name"),
  /**
   * The tenants' accepted domains, as {@code Get-AcceptedDomain | Export-Csv} writes them. With a
   * column {@code tenant}, a domain counts for that tenant only; with {@code MatchSubDomains} true,
   * or as {@code *.example.org}, its subdomains count too.
   */
  ACCEPTED_DOMAINS("accepted-domains.csv", "DomainName");

  private final String fileName;
  private final String columns;

  LookupFile(String fileName, String... columns) {
    this.fileName = fileName;
    this.columns = String.join(",", columns);
  }

  /** The file's name in the folder. */
  public String fileName() {
    return fileName;
  }

  /** The columns that the header must name. */
  public List<String> columns() {
    return List.of(columns.split(",", -1));
  }

  /** How {@code mailtrail.lookups} calls it. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The table of a file of this name. */
  public static Optional<LookupFile> of(String fileName) {
    for (LookupFile file : values()) {
      if (file.fileName.equals(fileName)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
