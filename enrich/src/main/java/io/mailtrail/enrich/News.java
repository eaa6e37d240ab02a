package io.mailtrail.enrich;

import java.util.List;

/**
 * What every task hears of.
 *
 * @param changes of rules, which take effect together, in the order of the topic
 * @param marker the JSON of a progress marker whose account of losses is new; null otherwise
 */
public record News(List<RuleChange> changes, byte[] marker) {
  public News {
    changes = List.copyOf(changes);
  }

  News(List<RuleChange> changes) {
    this(changes, null);
  }

  static News of(byte[] marker) {
    return new News(List.of(), marker);
  }
}
