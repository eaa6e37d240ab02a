package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.mailtrail.model.Digests;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The golden records, and the tables that their events are made with. */
final class Goldens {
  private static final Path FOLDER =
      Path.of("src/test/resources/io/mailtrail/normalise/golden").toAbsolutePath();
  private static final int DIGEST_CHARS = 16;
  private static final String SUFFIX = ".record.json";
  private static final DefaultIndenter INDENT =
      DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n");

  private Goldens() {}

  /** Every golden, by record type. */
  static List<String> names() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] record(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name + SUFFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path eventFile(String name) {
    return FOLDER.resolve(name + ".event.json");
  }

  static long recordType(String name) {
    return Long.parseLong(name.substring(0, name.indexOf('-')));
  }

  static Path pinFile() {
    return FOLDER.resolve("pins.csv");
  }

  /**
   * The pinned digests of golden events by {@code version,golden,digest of the record}; none for
   * another version.
   */
  static Map<String, String> pins() {
    Map<String, String> pins = new TreeMap<>();
    try {
      for (String line :
          Files.exists(pinFile()) ? Files.readAllLines(pinFile()) : List.<String>of()) {
        int comma = line.lastIndexOf(',');
        if (line.startsWith(Normaliser.VERSION + ",")) {
          pins.put(line.substring(0, comma), line.substring(comma + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pins;
  }

  /** The same of the events as they are made now, without databases, which have their own age. */
  static Map<String, String> digests() {
    Normaliser normaliser = new Normaliser(tables(Lookups.withoutDatabases()));
    Map<String, String> digests = new TreeMap<>();
    for (String name : names()) {
      byte[] record = record(name);
      byte[] event = Records.event(normaliser, Records.raw(record)).json();
      digests.put(Normaliser.VERSION + "," + name + "," + digest(record), digest(event));
    }
    return digests;
  }

  private static String digest(byte[] bytes) {
    return Digests.sha256(bytes).substring(0, DIGEST_CHARS);
  }

  static String pinned() {
    StringBuilder lines = new StringBuilder();
    digests().forEach((pin, digest) -> lines.append(pin).append(',').append(digest).append('\n'));
    return lines.toString();
  }

  /** The bundled tables and one of each kind. */
  static Lookups lookups() {
    return tables(Lookups.bundled());
  }

  private static Lookups tables(Lookups databases) {
    try {
      return databases
          .with(LookupFile.OWN_NETWORKS, csv("network,name\n203.0.113.0/28,Head office\n"))
          .with(LookupFile.HOSTING, csv("network,name\nAS15169,Google Cloud\n"))
          .with(LookupFile.ANONYMISERS, csv("network,name\n198.51.100.0/24,Example VPN\n"))
          .with(
              LookupFile.USERS,
              csv(
                  """
                  user,tags
                  ann.lee@contoso.com,vip finance
                  admin@contoso.onmicrosoft.com,break_glass
                  """))
          .with(LookupFile.ASSETS, csv("asset,tags\nWS-0042,kiosk\n"))
          .with(
              LookupFile.APPLICATIONS,
              csv("id,name\n40000000-0000-4000-8000-000000000001,Backup robot of ours\n"))
          .with(
              LookupFile.ACCEPTED_DOMAINS,
              csv("DomainName\ncontoso.com\ncontoso.onmicrosoft.com\n"));
    } catch (LookupException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] csv(String text) {
    return text.getBytes(UTF_8);
  }

  static String pretty(byte[] json) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(INDENT);
    printer.indentObjectsWith(INDENT);
    try {
      return Json.mapper().writer(printer).writeValueAsString(Json.mapper().readTree(json)) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
