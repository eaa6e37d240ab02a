package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** True and False, as PowerShell, JSON and spreadsheets write them. */
final class Flags {
  private Flags() {}

  static Optional<Boolean> of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true", "$true", "1" -> Optional.of(true);
      case "false", "$false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static Assertion assertion(Setting setting, String text) {
    return of(text)
        .map(value -> Assertion.is(setting, value))
        .orElseGet(() -> new Assertion(setting, Operation.UNCLEAR, List.of()));
  }
}
