package io.mailtrail.detect.sigma;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A range of IP addresses, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}. */
final class Network {
  private final byte[] address;
  private final int bits;
  private final String written;

  private Network(byte[] address, int bits, String written) {
    this.address = address;
    this.bits = bits;
    this.written = written;
  }

  /** Empty if the text is not a network; a bare address is a network of one. */
  static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Optional.empty();
    }
    double bits = slash < 0 ? address.length * 8 : Numbers.parse(text.substring(slash + 1));
    return bits >= 0 && bits <= address.length * 8 && bits == Math.rint(bits)
        ? Optional.of(new Network(address, (int) bits, text))
        : Optional.empty();
  }

  /** False for text that is not an address, and for the other address family. */
  boolean contains(String text) {
    byte[] candidate = address(text);
    if (candidate == null || candidate.length != address.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (candidate[i] != address[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    int mask = 0xff << (8 - rest);
    return rest == 0 || (candidate[whole] & mask) == (address[whole] & mask);
  }

  /** The bytes of an address as written; null if it is none. Never asks a name server. */
  private static byte[] address(String text) {
    if (text.length() > 45) {
      return null;
    }
    return text.indexOf(':') >= 0 ? version6(text) : version4(text);
  }

  private static byte[] version4(String text) {
    byte[] bytes = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '.';
      if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return null;
        }
      } else if (c == '.' && value >= 0 && part < 4) {
        bytes[part++] = (byte) value;
        value = -1;
      } else {
        return null;
      }
    }
    return part == 4 ? bytes : null;
  }

  private static byte[] version6(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return null;
      }
    }
    try {
      // With a colon in it and only such characters, this parses and never resolves.
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return written;
  }
}
