package io.mailtrail.model.config;

import java.util.Locale;
import java.util.Objects;

/**
 * One configuration key of a process.
 *
 * @param key dotted lower-case name; a part may be {@code *}, which stands for a name that the user
 *     chooses ({@code tenants.*.id})
 * @param defaultValue text used where nothing is set; null where the setting is required, empty
 *     where it is optional
 * @param description one sentence for the README's table
 */
public record Setting(String key, String defaultValue, String description) {
  public Setting {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(description, "description");
  }

  /** The environment variable that overrides this setting: {@code MAILTRAIL_KAFKA_BOOTSTRAP}. */
  public String environmentVariable() {
    return environmentVariable(key);
  }

  static String environmentVariable(String key) {
    return "MAILTRAIL_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  boolean matches(String concreteKey) {
    String[] pattern = key.split("\\.", -1);
    String[] parts = concreteKey.split("\\.", -1);
    if (pattern.length != parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!pattern[i].equals("*") && !pattern[i].equals(parts[i])) {
        return false;
      }
    }
    return true;
  }
}
