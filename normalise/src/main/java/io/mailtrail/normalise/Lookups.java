package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The tables that tell more than the record does: MaxMind databases of cities and of autonomous
 * systems, and what an operator knows ({@link LookupFile}). Held in memory, so that a file that is
 * replaced changes nothing here. Immutable and thread-safe.
 */
public final class Lookups {
  private static final String CITY = "/GeoLite2-City.mmdb";
  private static final String AS = "/GeoLite2-ASN.mmdb";
  private static final String CITY_TABLE = "city";
  private static final String AS_TABLE = "as";
  private static final String CONFIGURED_DOMAINS = "configured_domains";
  private static final int DIGEST_CHARS = 12;

  private static final class Bundled {
    static final GeoDatabase CITIES = GeoDatabase.bundled(CITY);
    static final GeoDatabase SYSTEMS = GeoDatabase.bundled(AS);
    static final Lookups LOOKUPS = new Lookups(CITIES, SYSTEMS, ApplicationNames.bundled());
  }

  private final GeoDatabase cities;
  private final GeoDatabase systems;
  private final ApplicationNames knownApplications;
  private final Map<LookupFile, Object> tables;
  private final AcceptedDomains configuredDomains;

  /** By table: the start of its SHA-256. */
  private final Map<String, String> digests;

  private Lookups(GeoDatabase cities, GeoDatabase systems, ApplicationNames knownApplications) {
    this(
        cities,
        systems,
        knownApplications,
        new EnumMap<>(LookupFile.class),
        AcceptedDomains.NONE,
        new TreeMap<>());
  }

  private Lookups(
      GeoDatabase cities,
      GeoDatabase systems,
      ApplicationNames knownApplications,
      Map<LookupFile, Object> tables,
      AcceptedDomains configuredDomains,
      Map<String, String> digests) {
    this.cities = cities;
    this.systems = systems;
    this.knownApplications = knownApplications;
    this.tables = tables;
    this.configuredDomains = configuredDomains;
    this.digests = digests;
    put(digests, CITY_TABLE, cities);
    put(digests, AS_TABLE, systems);
  }

  private static void put(Map<String, String> digests, String table, GeoDatabase database) {
    if (database != null) {
      digests.put(table, database.digest().substring(0, DIGEST_CHARS));
    }
  }

  /** The databases that come with Mailtrail; read once per JVM, in about a second. */
  public static Lookups bundled() {
    return Bundled.LOOKUPS;
  }

  /**
   * Databases of one's own, such as newer ones; the bundled one where none is given.
   *
   * @throws IOException if a file cannot be read as a MaxMind database; the message names it
   */
  public static Lookups of(Optional<Path> cities, Optional<Path> systems) throws IOException {
    return new Lookups(
        cities.isPresent()
            ? GeoDatabase.read(cities.get(), DatabaseEntry.City.class)
            : Bundled.CITIES,
        systems.isPresent()
            ? GeoDatabase.read(systems.get(), DatabaseEntry.AutonomousSystem.class)
            : Bundled.SYSTEMS,
        ApplicationNames.bundled());
  }

  /** The bundled names of applications, and no database, for those who bring their own. */
  public static Lookups withoutDatabases() {
    return new Lookups(null, null, ApplicationNames.bundled());
  }

  /** No tables: nothing is added to an event. */
  public static Lookups none() {
    return new Lookups(null, null, null);
  }

  /**
   * These tables with another database of cities.
   *
   * @throws LookupException if the file is no MaxMind database
   * @throws IOException if the file cannot be read
   */
  public Lookups withCities(Path database) throws IOException {
    return new Lookups(
        GeoDatabase.read(database, DatabaseEntry.City.class),
        systems,
        knownApplications,
        tables,
        configuredDomains,
        new TreeMap<>(digests));
  }

  /**
   * These tables with another database of autonomous systems.
   *
   * @throws LookupException if the file is no MaxMind database
   * @throws IOException if the file cannot be read
   */
  public Lookups withSystems(Path database) throws IOException {
    return new Lookups(
        cities,
        GeoDatabase.read(database, DatabaseEntry.AutonomousSystem.class),
        knownApplications,
        tables,
        configuredDomains,
        new TreeMap<>(digests));
  }

  /**
   * These tables with one more, or with another in the place of one.
   *
   * @throws LookupException naming every line of the file that is wrong
   */
  public Lookups with(LookupFile file, byte[] csv) throws LookupException {
    Object table =
        switch (file) {
          case HOSTING, ANONYMISERS, OWN_NETWORKS -> NetworkTable.read(file, csv);
          case USERS, ASSETS -> TagTable.read(file, csv);
          case APPLICATIONS -> ApplicationNames.read(file, csv);
          case ACCEPTED_DOMAINS -> AcceptedDomains.read(file, csv);
        };
    Map<LookupFile, Object> more = new EnumMap<>(LookupFile.class);
    more.putAll(tables);
    more.put(file, table);
    Map<String, String> names = new TreeMap<>(digests);
    names.put(file.tableName(), Digests.sha256(csv).substring(0, DIGEST_CHARS));
    return new Lookups(cities, systems, knownApplications, more, configuredDomains, names);
  }

  /**
   * These tables, and the domains that are every tenant's own; {@code *.example.org} stands for the
   * domain and all below it.
   *
   * @throws LookupException naming what is no domain
   */
  public Lookups withAcceptedDomains(List<String> domains) throws LookupException {
    Map<String, String> names = new TreeMap<>(digests);
    if (domains.isEmpty()) {
      names.remove(CONFIGURED_DOMAINS);
    } else {
      byte[] text = String.join(",", domains).getBytes(UTF_8);
      names.put(CONFIGURED_DOMAINS, Digests.sha256(text).substring(0, DIGEST_CHARS));
    }
    return new Lookups(
        cities, systems, knownApplications, tables, AcceptedDomains.of(domains), names);
  }

  /**
   * These tables with all those of a folder, by the names of {@link LookupFile}.
   *
   * @throws IOException naming the file, and the line where it can: of a table that cannot be used,
   *     or of a CSV file that is none of the tables
   */
  public Lookups withFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is no folder");
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.sorted().toList();
    }
    Lookups lookups = this;
    for (Path file : files) {
      String name = file.getFileName().toString();
      Optional<LookupFile> table = LookupFile.of(name);
      if (table.isPresent()) {
        lookups = lookups.with(table.get(), Files.readAllBytes(file));
      } else if (name.endsWith(".csv")) {
        throw new IOException(file + " has the name of no lookup table");
      }
    }
    return lookups;
  }

  /** Name and start of the SHA-256 of each table, such as {@code city:0123456789ab}, sorted. */
  public List<String> digests() {
    return digests.entrySet().stream()
        .map(table -> table.getKey() + ":" + table.getValue())
        .toList();
  }

  boolean has(LookupFile file) {
    return tables.containsKey(file);
  }

  /** The name of an application, or null. */
  byte[] application(String id) {
    byte[] name =
        table(LookupFile.APPLICATIONS, ApplicationNames.class).map(t -> t.name(id)).orElse(null);
    return name == null && knownApplications != null ? knownApplications.name(id) : name;
  }

  List<byte[]> userTags(String user) {
    return table(LookupFile.USERS, TagTable.class).map(t -> t.tags(user)).orElse(List.of());
  }

  List<byte[]> assetTags(String asset) {
    return table(LookupFile.ASSETS, TagTable.class).map(t -> t.tags(asset)).orElse(List.of());
  }

  AcceptedDomains domains() {
    return table(LookupFile.ACCEPTED_DOMAINS, AcceptedDomains.class)
        .map(configuredDomains::and)
        .orElse(configuredDomains);
  }

  /** Where an address is, and in which of the known networks. */
  Whereabouts whereabouts(InetAddress address) {
    DatabaseEntry.City city = cities == null ? null : cities.get(address, DatabaseEntry.City.class);
    DatabaseEntry.AutonomousSystem system =
        systems == null ? null : systems.get(address, DatabaseEntry.AutonomousSystem.class);
    Long number = system == null ? null : system.number();
    return new Whereabouts(
        Place.of(city, system),
        network(LookupFile.OWN_NETWORKS, address, number),
        network(LookupFile.HOSTING, address, number),
        network(LookupFile.ANONYMISERS, address, number));
  }

  private byte[] network(LookupFile file, InetAddress address, Long system) {
    return table(file, NetworkTable.class).map(t -> t.name(address, system)).orElse(null);
  }

  private <T> Optional<T> table(LookupFile file, Class<T> type) {
    return Optional.ofNullable(type.cast(tables.get(file)));
  }
}
