package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names of networks: of several that hold an address the narrowest, and last its system's. */
final class NetworkTable {
  static final NetworkTable EMPTY = new NetworkTable();

  /** By length of the prefix, longest first; IPv4 and IPv6 differ in the length of the key. */
  private final TreeMap<Integer, Map<ByteBuffer, byte[]>> prefixes =
      new TreeMap<>(Comparator.reverseOrder());

  private final Map<Long, byte[]> systems = new HashMap<>();

  private NetworkTable() {}

  static NetworkTable read(LookupFile file, byte[] csv) throws LookupException {
    NetworkTable table = new NetworkTable();
    LookupCsv.read(
        file.fileName(),
        csv,
        file.columns(),
        List.of(),
        row -> table.add(row.value(0), row.value(1)));
    return table;
  }

  private String add(String network, String name) {
    if (name.isEmpty()) {
      return "the network has no name";
    }
    byte[] label = name.getBytes(UTF_8);
    if (network.toUpperCase(Locale.ROOT).startsWith("AS")) {
      try {
        systems.putIfAbsent(Long.parseLong(network.substring(2)), label);
        return null;
      } catch (NumberFormatException e) {
        return "\"" + network + "\" is no network";
      }
    }
    int slash = network.indexOf('/');
    Address address = Address.of(slash < 0 ? network : network.substring(0, slash));
    if (address.ips().size() != 1 || address.port() >= 0) {
      return "\"" + network + "\" is no network";
    }
    byte[] bytes = Address.toInet(address.ips().get(0)).getAddress();
    int bits = slash < 0 ? 8 * bytes.length : bits(network.substring(slash + 1));
    if (bits < 0 || bits > 8 * bytes.length) {
      return "\"" + network + "\" is no network";
    }
    if (slash >= 0 && !ByteBuffer.wrap(bytes).equals(masked(bytes, bits))) {
      return "\"" + network + "\" has an address that is not the network's own";
    }
    prefixes
        .computeIfAbsent(bits, length -> new HashMap<>())
        .putIfAbsent(masked(bytes, bits), label);
    return null;
  }

  private static int bits(String text) {
    try {
      return text.length() > 3 ? -1 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The name of the network of an address, or null. */
  byte[] name(InetAddress address, Long system) {
    byte[] bytes = address.getAddress();
    for (Map.Entry<Integer, Map<ByteBuffer, byte[]>> prefix : prefixes.entrySet()) {
      if (prefix.getKey() <= 8 * bytes.length) {
        byte[] name = prefix.getValue().get(masked(bytes, prefix.getKey()));
        if (name != null) {
          return name;
        }
      }
    }
    return system == null ? null : systems.get(system);
  }

  private static ByteBuffer masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - 8 * i));
      masked[i] &= (byte) (0xFF00 >> kept);
    }
    return ByteBuffer.wrap(masked);
  }
}
