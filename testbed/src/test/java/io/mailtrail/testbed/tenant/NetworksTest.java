package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NetworksTest {
  private static final int SAMPLES = 1_500;

  @Test
  void everyAddressLiesWhereItsNetworkSays() {
    List<String> wrong = new ArrayList<>();
    for (Network network : Networks.all()) {
      Dice dice = Dice.of(1, network.name());
      for (int i = 0; i < SAMPLES; i++) {
        check(network, network.address(dice), wrong);
        if (network.hasV6()) {
          check(network, network.addressV6(dice), wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(Network network, String address, List<String> wrong) {
    long system = GeoDatabases.autonomousSystem(address);
    String country = GeoDatabases.country(address);
    if (system != network.autonomousSystem() || !country.equals(network.country())) {
      wrong.add(network.name() + ": " + address + " is in AS" + system + ", " + country);
    }
  }

  @Test
  void onlyTheExitsOfTheVpnShareAnAutonomousSystem() {
    List<Network> withoutVpn =
        Networks.all().stream().filter(it -> it.kind() != Network.Kind.VPN).toList();

    assertThat(withoutVpn).extracting(Network::autonomousSystem).doesNotHaveDuplicates();
    assertThat(Networks.of(Network.Kind.VPN))
        .extracting(Network::autonomousSystem)
        .hasSizeGreaterThan(2)
        .containsOnly(60068L);
    assertThat(withoutVpn).extracting(Network::autonomousSystem).doesNotContain(60068L);
  }
}
