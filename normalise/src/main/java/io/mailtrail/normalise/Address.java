package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a client address as sent says: bare, with a port, in brackets, {@code NAME (ip)} or {@code
 * ip (NAME)}, mapped ({@code ::ffff:1.2.3.4}), several with commas or spaces, or a host name, which
 * has no IP address. Every form of an address gives the same text. Nothing is resolved.
 *
 * @param ips every IP address in it, in its one form, the client's first
 * @param port of the first; -1 if none
 * @param host the first host name in it, in lower case, or null
 */
record Address(List<byte[]> ips, int port, byte[] host) {
  private static final int MAX_SEVERAL = 20;
  private static final int MAX_HOST = 253;
  private static final int GROUPS = 8;
  private static final Pattern SEPARATORS = Pattern.compile("[\\s()]+");

  static Address of(String text) {
    List<byte[]> ips = new ArrayList<>(1);
    int port = -1;
    byte[] host = null;
    for (String part : parts(text)) {
      byte[] named = null;
      int names = 0;
      for (String plain : words(part)) {
        int end = endOfAddress(plain);
        byte[] ip = end < 0 ? null : canonical(plain.substring(plain.startsWith("[") ? 1 : 0, end));
        if (ip == null) {
          names++;
          named = host(plain);
        } else if (ips.size() < MAX_SEVERAL) {
          if (ips.isEmpty()) {
            port = port(plain, plain.startsWith("[") ? end + 1 : end);
          }
          ips.add(ip);
        }
      }
      // Several words are a phrase, not the name of a host.
      host = host == null && names == 1 ? named : host;
    }
    return new Address(List.copyOf(ips), port, host);
  }

  /** Almost always one. Cmdlets come with ever new ports, so this is not rarely done. */
  private static String[] parts(String text) {
    boolean several = text.indexOf(',') >= 0 || text.indexOf(';') >= 0;
    return several ? text.split("[,;]", MAX_SEVERAL + 1) : new String[] {text};
  }

  /** What stands between spaces and parentheses. */
  private static String[] words(String part) {
    String plain = part.strip();
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '(' || c == ')' || Character.isWhitespace(c)) {
        return SEPARATORS
            .splitAsStream(plain)
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new);
      }
    }
    return plain.isEmpty() ? new String[0] : new String[] {plain};
  }

  /** The name in what stands where an address should. */
  private static byte[] host(String plain) {
    String name = plain;
    if (plain.startsWith("[") && plain.indexOf(']') > 0) {
      name = plain.substring(1, plain.indexOf(']'));
    } else if (plain.indexOf(':') > 0) {
      name = plain.substring(0, plain.indexOf(':'));
    }
    boolean letter = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      letter |= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!Character.isLetterOrDigit(c) && c != '.' && c != '-' && c != '_') {
        return null;
      }
    }
    return letter && name.length() <= MAX_HOST
        ? name.toLowerCase(Locale.ROOT).getBytes(UTF_8)
        : null;
  }

  /** The address of its one textual form. */
  static InetAddress toInet(byte[] ip) {
    try {
      return InetAddress.getByAddress(parsed(new String(ip, US_ASCII)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address that canonical() made", e);
    }
  }

  /**
   * Where the address ends: at the bracket, before a port, or at the end. An IPv6 address without
   * brackets shows its port only behind an IPv4 part or eight groups.
   */
  private static int endOfAddress(String text) {
    if (text.startsWith("[")) {
      return text.indexOf(']');
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return text.length();
    }
    int dot = text.lastIndexOf('.', colon);
    boolean first = text.indexOf(':') == colon;
    boolean behindV4 = dot >= 0 && (first || text.lastIndexOf(':', colon - 1) < dot);
    boolean behindGroups =
        text.indexOf("::") < 0 && text.chars().filter(c -> c == ':').count() == GROUPS;
    return behindV4 || behindGroups ? colon : text.length();
  }

  private static int port(String text, int from) {
    if (from >= text.length() || text.charAt(from) != ':' || text.length() - from > 6) {
      return -1;
    }
    int port = 0;
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      port = 10 * port + c - '0';
    }
    return from + 1 < text.length() && port <= 65_535 ? port : -1;
  }

  private static byte[] canonical(String text) {
    byte[] address = parsed(text);
    if (address == null) {
      return null;
    }
    return (address.length == 4 ? v4(address, 0) : v6(address)).getBytes(US_ASCII);
  }

  private static byte[] parsed(String text) {
    if (text.length() > 64) {
      return null;
    }
    if (text.indexOf(':') < 0) {
      return parseV4(text);
    }
    int zone = text.indexOf('%');
    byte[] address = parseV6(zone < 0 ? text : text.substring(0, zone));
    return address != null && isMapped(address)
        ? new byte[] {address[12], address[13], address[14], address[15]}
        : address;
  }

  private static boolean isMapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return address[10] == -1 && address[11] == -1;
  }

  private static byte[] parseV4(String text) {
    byte[] address = new byte[4];
    int at = 0;
    for (int part = 0; part < 4; part++) {
      int begin = at;
      int value = 0;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        value = 10 * value + text.charAt(at++) - '0';
        if (value > 255) {
          return null;
        }
      }
      // A leading zero could mean octal.
      boolean wrong = at == begin || (at - begin > 1 && text.charAt(begin) == '0');
      boolean ended =
          part == 3 ? at == text.length() : at < text.length() && text.charAt(at) == '.';
      if (wrong || !ended) {
        return null;
      }
      address[part] = (byte) value;
      at++;
    }
    return address;
  }

  private static byte[] parseV6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
    byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
    if (head == null || tail == null || (gap >= 0 && !isWhole(text.substring(0, gap)))) {
      return null;
    }
    int sum = head.length + tail.length;
    if (gap < 0 ? sum != 16 : sum > 14) {
      return null;
    }
    byte[] address = new byte[16];
    System.arraycopy(head, 0, address, 0, head.length);
    System.arraycopy(tail, 0, address, 16 - tail.length, tail.length);
    return address;
  }

  /** An IPv4 part can only stand at the end of the whole, not before the gap. */
  private static boolean isWhole(String head) {
    return head.indexOf('.') < 0;
  }

  private static byte[] groups(String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    boolean mixed = parts[parts.length - 1].indexOf('.') >= 0;
    if (parts.length + (mixed ? 1 : 0) > 8) {
      return null;
    }
    byte[] bytes = new byte[2 * parts.length + (mixed ? 2 : 0)];
    for (int i = 0; i < parts.length; i++) {
      if (mixed && i == parts.length - 1) {
        byte[] v4 = parseV4(parts[i]);
        if (v4 == null) {
          return null;
        }
        System.arraycopy(v4, 0, bytes, 2 * i, 4);
      } else {
        int group = hex(parts[i]);
        if (group < 0) {
          return null;
        }
        bytes[2 * i] = (byte) (group >> 8);
        bytes[2 * i + 1] = (byte) group;
      }
    }
    return bytes;
  }

  private static int hex(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  private static String v4(byte[] address, int from) {
    return (address[from] & 0xFF)
        + "."
        + (address[from + 1] & 0xFF)
        + "."
        + (address[from + 2] & 0xFF)
        + "."
        + (address[from + 3] & 0xFF);
  }

  /** RFC 5952: lower case, no leading zeros, the longest run of zero groups as ::. */
  private static String v6(byte[] address) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((address[2 * i] & 0xFF) << 8) | (address[2 * i + 1] & 0xFF);
    }
    int longest = -1;
    int longestLength = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > longestLength) {
        longest = i;
        longestLength = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == longest) {
        text.append("::");
        i += longestLength - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
