package io.mailtrail.testbed.tenant;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses that belongs to one autonomous system and one country.
 *
 * @param autonomousSystem its number
 * @param country ISO code
 * @param v4 range such as {@code 86.128.0.0/14}
 * @param v6 range such as {@code 2a00:23c0::/28}; null where there is none
 */
record Network(
    String name, Kind kind, long autonomousSystem, String country, String v4, String v6) {

  enum Kind {
    HOME,
    MOBILE,
    OFFICE,
    VPN,
    /** Where people travel to. */
    ABROAD,
    /** Rented servers and hijacked lines: where attackers come from. */
    HOSTING
  }

  /** Some IPv4 address of the range, never a network or broadcast address. */
  String address(Dice dice) {
    byte[] first = parse(v4);
    long base = 0;
    for (byte b : first) {
      base = (base << 8) | (b & 0xff);
    }
    long size = 1L << (32 - prefixLength(v4));
    long address = base + dice.below(size / 256) * 256 + dice.between(1, 254);
    return (address >>> 24)
        + "."
        + ((address >>> 16) & 0xff)
        + "."
        + ((address >>> 8) & 0xff)
        + "."
        + (address & 0xff);
  }

  boolean hasV6() {
    return v6 != null;
  }

  /**
   * Some IPv6 address of the range. No group of the host part is zero, so that the plain form is
   * the canonical one.
   */
  String addressV6(Dice dice) {
    byte[] bytes = parse(v6);
    int prefix = prefixLength(v6);
    StringBuilder text = new StringBuilder();
    for (int group = 0; group < 8; group++) {
      int fixed = ((bytes[2 * group] & 0xff) << 8) | (bytes[2 * group + 1] & 0xff);
      int fixedBits = Math.max(0, Math.min(16, prefix - 16 * group));
      int free = fixedBits == 16 ? 0 : dice.between(1, (1 << (16 - fixedBits)) - 1);
      text.append(group == 0 ? "" : ":").append(Integer.toHexString(fixed | free));
    }
    return text.toString();
  }

  private static int prefixLength(String range) {
    return Integer.parseInt(range.substring(range.indexOf('/') + 1));
  }

  private static byte[] parse(String range) {
    try {
      // A literal address: nothing is looked up.
      return InetAddress.getByName(range.substring(0, range.indexOf('/'))).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException("not an address range: " + range, e);
    }
  }
}
