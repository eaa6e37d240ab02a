package io.mailtrail.detect;

import java.util.List;
import java.util.Map;

/**
 * To whom a family gives its findings instead of raising alerts.
 *
 * @param family id of the family that asks for them
 * @param group the asking family's group-by
 * @param carried further fields of which it wants the values
 * @param fields by base rule of the giving family, from one of those names to the field that holds
 *     it
 */
record Feed(
    String family,
    List<String> group,
    List<String> carried,
    Map<String, Map<String, String>> fields) {

  List<String> values(Fact fact, String name) {
    return fact.values(fields.getOrDefault(fact.rule(), Map.of()).getOrDefault(name, name));
  }
}
