package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names of applications by their ids. */
final class ApplicationNames {
  private static final int GUID_CHARS = 36;

  private static final class Bundled {
    static final ApplicationNames NAMES = load();

    private static ApplicationNames load() {
      try {
        return read(
            LookupFile.APPLICATIONS,
            String.join("\n", FieldCatalogue.lines("applications.csv")).getBytes(UTF_8));
      } catch (LookupException e) {
        throw new IllegalStateException("the bundled applications.csv is broken", e);
      }
    }
  }

  private final Map<String, byte[]> names;

  private ApplicationNames(Map<String, byte[]> names) {
    this.names = names;
  }

  /** Microsoft's own applications that sign-ins and mailbox records often name. */
  static ApplicationNames bundled() {
    return Bundled.NAMES;
  }

  static ApplicationNames read(LookupFile file, byte[] csv) throws LookupException {
    Map<String, byte[]> names = new HashMap<>();
    LookupCsv.read(
        file.fileName(),
        csv,
        file.columns(),
        List.of(),
        row -> {
          String id = row.value(0).toLowerCase(Locale.ROOT);
          if (id.length() != GUID_CHARS || row.value(1).isEmpty()) {
            return "needs the id of an application and a name";
          }
          return names.put(id, row.value(1).getBytes(UTF_8)) == null
              ? null
              : "the id " + id + " occurs twice";
        });
    return new ApplicationNames(names);
  }

  /** The name of an id in any letter case, or null. */
  byte[] name(String id) {
    return names.get(id.toLowerCase(Locale.ROOT));
  }
}
