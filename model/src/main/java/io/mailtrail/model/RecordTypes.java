package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The numbers and names of record types. New ones appear without notice, so a number without a name
 * is ordinary.
 *
 * @see <a
 *     href="https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema#auditlogrecordtype">AuditLogRecordType</a>
 */
public final class RecordTypes {
  private static final String RESOURCE = "record-types.csv";
  private static final Map<Long, String> NAMES = new HashMap<>();
  private static final Map<String, Long> NUMBERS = new HashMap<>();

  static {
    load();
  }

  private RecordTypes() {}

  /** The name of a number, such as {@code ExchangeItem} for 2. */
  public static Optional<String> name(long number) {
    return Optional.ofNullable(NAMES.get(number));
  }

  /** The number of a name, in any letter case. */
  public static OptionalLong number(String name) {
    Long number = NUMBERS.get(name.strip().toLowerCase(Locale.ROOT));
    return number == null ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static void load() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(RecordTypes.class.getResourceAsStream(RESOURCE), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        int comma = line.indexOf(',');
        long number = Long.parseLong(line.substring(0, comma));
        String name = line.substring(comma + 1).strip();
        NAMES.put(number, name);
        NUMBERS.put(name.toLowerCase(Locale.ROOT), number);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled " + RESOURCE + " cannot be read", e);
    }
  }
}
