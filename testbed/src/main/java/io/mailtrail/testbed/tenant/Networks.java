package io.mailtrail.testbed.tenant;

import java.util.List;
import java.util.Set;

/** The networks of {@code networks.csv}. */
final class Networks {
  private static final List<Network> ALL =
      Words.lines("networks.csv").stream().map(Networks::parse).toList();

  private static final Set<String> HIJACKED =
      Set.of("rostelecom", "mts", "vodafone-ro", "claro", "te-data", "turk-telekom", "tefincom");
  private static final Set<String> OVERSEAS = Set.of("US", "CA", "JP");

  private Networks() {}

  static List<Network> all() {
    return ALL;
  }

  static List<Network> of(Network.Kind kind) {
    return ALL.stream().filter(network -> network.kind() == kind).toList();
  }

  static List<Network> of(Network.Kind kind, String country) {
    return of(kind).stream().filter(network -> network.country().equals(country)).toList();
  }

  /** Where attackers come from, but for lines that were hijacked: what can be rented. */
  static List<Network> rented() {
    return of(Network.Kind.HOSTING).stream()
        .filter(network -> !HIJACKED.contains(network.name()))
        .toList();
  }

  /** Where people of our offices travel to without a night in an aeroplane. */
  static List<Network> nearby() {
    return of(Network.Kind.ABROAD).stream()
        .filter(network -> !OVERSEAS.contains(network.country()))
        .toList();
  }

  /** Where people travel to by night. */
  static List<Network> overseas() {
    return of(Network.Kind.ABROAD).stream()
        .filter(network -> OVERSEAS.contains(network.country()))
        .toList();
  }

  static Network named(String name) {
    return ALL.stream()
        .filter(network -> network.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such network: " + name));
  }

  private static Network parse(String line) {
    String[] cells = line.split(",", -1);
    return new Network(
        cells[0],
        Network.Kind.valueOf(cells[1]),
        Long.parseLong(cells[2]),
        cells[3],
        cells[4],
        cells[5].isEmpty() ? null : cells[5]);
  }
}
