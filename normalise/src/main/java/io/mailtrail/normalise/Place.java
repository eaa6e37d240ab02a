package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where an address is and who announces it, ready to be written: immutable, shared by all events
 * from that address.
 */
final class Place {
  static final Place NOWHERE = new Place(null, null, null, null, null, null, null, null);

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final byte[] members;
  private final byte[] sentence;

  Place(
      String countryCode,
      String country,
      String region,
      String city,
      Double latitude,
      Double longitude,
      Long asNumber,
      String asOrganization) {
    StringBuilder geo = new StringBuilder();
    text(geo, "source.geo.country_iso_code", countryCode);
    text(geo, "source.geo.country_name", country);
    text(geo, "source.geo.region_name", region);
    text(geo, "source.geo.city_name", city);
    if (isWithin(latitude, 90) && isWithin(longitude, 180)) {
      member(geo, "location").append("{\"lat\":").append(latitude);
      geo.append(",\"lon\":").append(longitude).append('}');
      values.put("source.geo.location", List.of(latitude + "," + longitude));
    }
    StringBuilder as = new StringBuilder();
    if (asNumber != null) {
      member(as, "number").append(asNumber);
      values.put("source.as.number", List.of(asNumber.toString()));
    }
    if (asOrganization != null) {
      member(as, "organization").append("{\"name\":").append(quoted(asOrganization)).append('}');
      values.put("source.as.organization.name", List.of(asOrganization));
    }
    this.members =
        ((geo.isEmpty() ? "" : "\"geo\":{" + geo + "}")
                + (geo.isEmpty() || as.isEmpty() ? "" : ",")
                + (as.isEmpty() ? "" : "\"as\":{" + as + "}"))
            .getBytes(UTF_8);
    this.sentence = sentence(countryCode, asNumber, asOrganization).getBytes(UTF_8);
  }

  /** A damaged database can hold any number, and an index takes only degrees. */
  private static boolean isWithin(Double degrees, int most) {
    return degrees != null && Math.abs(degrees) <= most;
  }

  static Place of(DatabaseEntry.City city, DatabaseEntry.AutonomousSystem system) {
    if (city == null && system == null) {
      return NOWHERE;
    }
    DatabaseEntry.Country country = city == null ? null : city.country();
    DatabaseEntry.Location location = city == null ? null : city.location();
    return new Place(
        country == null ? null : country.code(),
        country == null ? null : english(country.names()),
        city == null || city.regions() == null || city.regions().isEmpty()
            ? null
            : english(city.regions().get(0).names()),
        city == null || city.city() == null ? null : english(city.city().names()),
        location == null ? null : location.latitude(),
        location == null ? null : location.longitude(),
        system == null ? null : system.number(),
        system == null ? null : system.organization());
  }

  private static String english(DatabaseEntry.Names names) {
    return names == null ? null : names.english();
  }

  boolean isNowhere() {
    return members.length == 0;
  }

  /** {@code "geo":{...},"as":{...}}: members of the {@code source} object. */
  byte[] members() {
    return members;
  }

  /** {@code (AS64500 Example, DE)}, or nothing. */
  byte[] sentence() {
    return sentence;
  }

  /** The value of a {@code source.geo} or {@code source.as} field. */
  List<String> values(String field) {
    return values.getOrDefault(field, List.of());
  }

  private static String sentence(String country, Long asNumber, String organization) {
    if (asNumber == null) {
      return country == null ? "" : " (" + country + ")";
    }
    return " (AS"
        + asNumber
        + (organization == null ? "" : " " + organization)
        + (country == null ? "" : ", " + country)
        + ")";
  }

  private void text(StringBuilder json, String path, String value) {
    if (value != null && !value.isEmpty()) {
      member(json, path.substring(path.lastIndexOf('.') + 1)).append(quoted(value));
      values.put(path, List.of(value));
    }
  }

  private static StringBuilder member(StringBuilder json, String name) {
    return json.append(json.isEmpty() ? "\"" : ",\"").append(name).append("\":");
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
