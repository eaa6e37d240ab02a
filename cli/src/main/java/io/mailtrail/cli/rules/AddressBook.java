package io.mailtrail.cli.rules;

import io.mailtrail.detect.sigma.Expression;
import io.mailtrail.model.RawRecord;
import io.mailtrail.normalise.Event;
import io.mailtrail.normalise.Lookups;
import io.mailtrail.normalise.Normaliser;
import io.mailtrail.normalise.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Addresses by what the lookup tables say of them, found by asking the normaliser about one address
 * of every network of 65,536. Made when first needed, in about a second. For one thread at a time.
 */
final class AddressBook {
  private static final List<String> FIELDS =
      List.of(
          "source.as.number",
          "source.as.organization.name",
          "source.geo.country_iso_code",
          "source.geo.country_name",
          "source.geo.region_name",
          "source.geo.city_name");

  private final Lookups lookups;
  private List<Place> places;

  /** What is known of an address: field to value, as far as there is one. */
  private record Place(String ip, Map<String, String> values) {}

  AddressBook(Lookups lookups) {
    this.lookups = lookups;
  }

  static boolean tellsOf(String field) {
    return field.startsWith("source.geo.") || field.startsWith("source.as.");
  }

  /**
   * An address that passes all questions about where it is.
   *
   * @param seed another one gives another autonomous system, as far as there are several
   */
  Optional<String> find(
      List<Expression.Field> wanted,
      List<Expression.Field> unwanted,
      List<String> present,
      int seed) {
    int left = seed;
    String network = "";
    String first = null;
    for (Place place : places()) {
      boolean fits =
          present.stream().allMatch(place.values::containsKey)
              && wanted.stream().allMatch(field -> passes(place, field))
              && unwanted.stream().noneMatch(field -> passes(place, field));
      String its = place.values.getOrDefault("source.as.number", "");
      if (!fits || its.equals(network)) {
        continue;
      }
      first = first == null ? place.ip : first;
      network = its;
      if (left-- == 0) {
        return Optional.of(place.ip);
      }
    }
    return Optional.ofNullable(first);
  }

  private static boolean passes(Place place, Expression.Field field) {
    String value = place.values.get(field.field());
    return value != null && field.tests().stream().anyMatch(test -> test.test(value));
  }

  private List<Place> places() {
    if (places == null) {
      places = scan();
    }
    return places;
  }

  private List<Place> scan() {
    List<Place> found = new ArrayList<>();
    Normaliser normaliser = new Normaliser(lookups);
    for (int a = 2; a < 224; a++) {
      for (int b = 0; b < 256; b++) {
        String ip = a + "." + b + ".7.10";
        byte[] record =
            new RecordSketch()
                .set("Id", "x")
                .set("CreationTime", "2026-03-01T00:00:00")
                .set("ClientIP", ip)
                .bytes();
        RawRecord raw = RecordMaker.raw(record);
        if (normaliser.normalise(raw) instanceof Outcome.Normalised normalised) {
          Place place = new Place(ip, values(normalised.event()));
          if (!place.values.isEmpty()) {
            found.add(place);
          }
        }
      }
    }
    return found;
  }

  private static Map<String, String> values(Event event) {
    Map<String, String> values = new TreeMap<>();
    for (String field : FIELDS) {
      event.values(field).stream().findFirst().ifPresent(value -> values.put(field, value));
    }
    return values;
  }
}
