package io.mailtrail.detect.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @Property
  void holdsExactlyTheAddressesWithTheSamePrefix(
      @ForAll @Size(16) byte[] a,
      @ForAll @IntRange(min = 0, max = 128) int bits,
      @ForAll boolean v4)
      throws UnknownHostException {
    byte[] base = v4 ? java.util.Arrays.copyOf(a, 4) : a;
    int prefix = v4 ? bits % 33 : bits;
    InetAddress address = InetAddress.getByAddress(base);
    Network network = Network.parse(address.getHostAddress() + "/" + prefix).orElseThrow();
    for (int bit = 0; bit < base.length * 8; bit++) {
      BigInteger flipped = new BigInteger(1, base).flipBit(base.length * 8 - 1 - bit);
      byte[] other = new byte[base.length];
      byte[] raw = flipped.toByteArray();
      int length = Math.min(raw.length, other.length);
      System.arraycopy(raw, raw.length - length, other, other.length - length, length);
      String text = InetAddress.getByAddress(other).getHostAddress();
      boolean sameFamily = InetAddress.getByName(text).getAddress().length == base.length;
      assertThat(network.contains(text)).isEqualTo(bit >= prefix && sameFamily);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1..2.3", "a.b.c.d", "localhost", "1.2.3.4:25",
        "::g", "1:2", "1.2.3.4/-1", "1.2.3.4/33", "::/129", "1.2.3.4/x", "1.2.3.4/1.5", "1.2.3.4/"
      })
  void whatIsNoNetworkIsNone(String text) {
    assertThat(Network.parse(text)).isEmpty();
  }
}
