package io.mailtrail.coverage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which licences bring Audit (Premium): {@code premium-licences.txt}. */
final class Licences {
  private static final List<String> PROPERTIES =
      List.of(
          "Licenses",
          "AssignedLicenses",
          "AssignedProducts",
          "SkuPartNumber",
          "AccountSkuId",
          "ServicePlans",
          "ServicePlanName");
  private static final List<String> PREMIUM = load();

  private Licences() {}

  /** Whether the user of an entry has one; empty where the entry says nothing of licences. */
  static Optional<Boolean> isPremium(Entry entry) {
    List<Field> fields = PROPERTIES.stream().flatMap(name -> entry.get(name).stream()).toList();
    if (fields.isEmpty() || fields.stream().anyMatch(Field::isTypeName)) {
      return Optional.empty();
    }
    boolean has =
        fields.stream()
            .flatMap(field -> field.values().stream())
            .flatMap(text -> List.of(text.split("[+;,|\\n]", -1)).stream())
            .anyMatch(Licences::isPremium);
    boolean isCut = fields.stream().anyMatch(Field::isCut);
    return has || !isCut ? Optional.of(has) : Optional.empty();
  }

  private static boolean isPremium(String licence) {
    // An account SKU begins with the tenant: contoso:SPE_E5.
    String name = licence.substring(licence.lastIndexOf(':') + 1).strip();
    return PREMIUM.contains(name.toLowerCase(Locale.ROOT));
  }

  private static List<String> load() {
    try (InputStream in = Licences.class.getResourceAsStream("premium-licences.txt");
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return reader
          .lines()
          .map(line -> line.strip().toLowerCase(Locale.ROOT))
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled list of licences cannot be read", e);
    }
  }
}
