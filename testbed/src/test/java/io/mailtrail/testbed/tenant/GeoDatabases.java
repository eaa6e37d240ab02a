package io.mailtrail.testbed.tenant;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Autonomous system and country of an address, as GeoLite2 has them. Thread-safe. */
final class GeoDatabases {
  private static final Reader SYSTEMS = open("/GeoLite2-ASN.mmdb");
  private static final Map<String, Long> KNOWN_SYSTEMS = new ConcurrentHashMap<>();
  private static final Reader CITIES = open("/GeoLite2-City.mmdb");

  private GeoDatabases() {}

  /** Its number; -1 where the database has none. */
  static long autonomousSystem(String address) {
    return KNOWN_SYSTEMS.computeIfAbsent(address, GeoDatabases::readSystem);
  }

  private static long readSystem(String address) {
    Map<?, ?> found = lookUp(SYSTEMS, address);
    Object number = found == null ? null : found.get("autonomous_system_number");
    return number == null ? -1 : ((Number) number).longValue();
  }

  /** ISO code; "?" where the database has none. */
  static String country(String address) {
    Map<?, ?> found = lookUp(CITIES, address);
    Object country = found == null ? null : found.get("country");
    return country == null ? "?" : (String) ((Map<?, ?>) country).get("iso_code");
  }

  private static Map<?, ?> lookUp(Reader reader, String address) {
    try {
      return reader.get(InetAddress.getByName(address), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(address, e);
    }
  }

  private static Reader open(String resource) {
    try (InputStream in = GeoDatabases.class.getResourceAsStream(resource)) {
      return new Reader(in, new CHMCache());
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
