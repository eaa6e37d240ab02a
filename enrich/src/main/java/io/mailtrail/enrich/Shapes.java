package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.detect.Correlator;
import io.mailtrail.detect.Fact;
import io.mailtrail.model.Digests;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * By what the correlations group. It is part of the key: when a correlation is changed to group
 * otherwise, its new facts come together under new keys, and the old ones are never taken for them.
 * For one thread at a time.
 */
final class Shapes {
  private static final char SEPARATOR = '\u001f';

  /** Of a correlation that is not loaded. */
  private static final String UNKNOWN = "-";

  private final Correlator correlator;
  private final Map<String, String> byGrouping = new HashMap<>();

  Shapes(Correlator correlator) {
    this.correlator = correlator;
  }

  String of(String grouping) {
    return byGrouping.computeIfAbsent(
        grouping,
        id -> {
          List<String> groupBy = correlator.groupBy(id);
          if (groupBy == null) {
            return UNKNOWN;
          }
          byte[] digest =
              Digests.newSha256()
                  .digest(String.join(Character.toString(SEPARATOR), groupBy).getBytes(UTF_8));
          return HexFormat.of().formatHex(digest, 0, 4);
        });
  }

  /** The fact, under a key that says by what it is grouped. */
  Fact keyed(Fact fact) {
    return new Fact(
        fact.key() + SEPARATOR + of(fact.grouping()),
        fact.grouping(),
        fact.id(),
        fact.recordId(),
        fact.tenant(),
        fact.time(),
        fact.rule(),
        fact.group(),
        fact.values(),
        fact.summary(),
        fact.reason(),
        fact.fidelity(),
        fact.late(),
        fact.memory(),
        fact.gone());
  }

  /** Whether a key is of the shape that its grouping has now. */
  boolean fits(String key, String grouping) {
    return key.endsWith(SEPARATOR + of(grouping));
  }
}
