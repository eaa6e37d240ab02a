package io.mailtrail.cli.backtest;

import io.mailtrail.model.Alert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What two versions of a rule find in the same records. Two alerts are the same where their ids
 * are, and where they share a record: a version that looks further back begins an episode earlier,
 * under another id.
 *
 * @param inBoth alerts of the new version that the old one gives, too
 * @param changed those of them that begin otherwise or rest on other records
 * @param onlyNew alerts that only the new version gives
 * @param onlyOld alerts that only the old version gives
 */
record Difference(int inBoth, int changed, List<Alert> onlyNew, List<Alert> onlyOld) {
  Difference {
    onlyNew = List.copyOf(onlyNew);
    onlyOld = List.copyOf(onlyOld);
  }

  /**
   * Compares.
   *
   * @param before alerts of the old version, in order
   * @param after alerts of the new version, in order
   * @param common ids of the rules that both have: an alert of one of them is no alert of another
   */
  static Difference of(List<Alert> before, List<Alert> after, Set<String> common) {
    Map<String, Alert> left = new LinkedHashMap<>();
    before.forEach(alert -> left.put(alert.id(), alert));
    List<Alert> unpaired = new ArrayList<>();
    int inBoth = 0;
    int changed = 0;
    for (Alert alert : after) {
      Alert same = left.remove(alert.id());
      if (same == null) {
        unpaired.add(alert);
      } else {
        inBoth++;
        changed += saysTheSame(alert, same) ? 0 : 1;
      }
    }
    Map<String, List<Alert>> byRecord = new HashMap<>();
    for (Alert alert : left.values()) {
      for (Alert.Evidence evidence : alert.evidence()) {
        byRecord.computeIfAbsent(evidence.recordId(), id -> new ArrayList<>()).add(alert);
      }
    }
    List<Alert> onlyNew = new ArrayList<>();
    for (Alert alert : unpaired) {
      Alert same = sharing(alert, byRecord, left, common);
      if (same == null) {
        onlyNew.add(alert);
      } else {
        left.remove(same.id());
        inBoth++;
        changed += saysTheSame(alert, same) ? 0 : 1;
      }
    }
    return new Difference(inBoth, changed, onlyNew, List.copyOf(left.values()));
  }

  private static Alert sharing(
      Alert alert, Map<String, List<Alert>> byRecord, Map<String, Alert> left, Set<String> common) {
    for (Alert.Evidence evidence : alert.evidence()) {
      for (Alert other : byRecord.getOrDefault(evidence.recordId(), List.of())) {
        boolean comparable =
            alert.rule().equals(other.rule())
                || !(common.contains(alert.rule()) || common.contains(other.rule()));
        if (comparable && left.containsKey(other.id())) {
          return other;
        }
      }
    }
    return null;
  }

  private static boolean saysTheSame(Alert a, Alert b) {
    return a.anchor().equals(b.anchor())
        && a.repeats() == b.repeats()
        && Objects.equals(records(a), records(b));
  }

  private static List<String> records(Alert alert) {
    return alert.evidence().stream().map(Alert.Evidence::recordId).toList();
  }
}
