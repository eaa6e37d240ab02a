package io.mailtrail.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Json;
import java.util.List;

/**
 * Facts that are not a record but an episode of another family: how a correlation refers to one
 * that is grouped otherwise. They carry the records behind them among their values.
 */
final class Derived {
  static final String EVIDENCE = "#evidence";
  static final String CLOSES_AT = "#closes-at";

  private Derived() {}

  static boolean is(Fact fact) {
    return fact.values().containsKey(EVIDENCE);
  }

  static long closesAt(Fact fact) {
    return Long.parseLong(fact.values().get(CLOSES_AT));
  }

  static String written(List<Alert.Evidence> evidence) {
    return new String(Json.bytes(evidence.toArray(new Alert.Evidence[0])), UTF_8);
  }

  static List<Alert.Evidence> evidence(Fact fact) {
    return List.of(Json.read(fact.values().get(EVIDENCE).getBytes(UTF_8), Alert.Evidence[].class));
  }
}
