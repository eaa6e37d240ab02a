package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/** From where, and with what: {@code source.*}, {@code user_agent.*} and {@code related.ip}. */
final class Sources {
  private static final int PLACES = 4096;
  private static final byte[] IPV4 = "ipv4".getBytes(US_ASCII);
  private static final byte[] IPV6 = "ipv6".getBytes(US_ASCII);
  private static final int[] SIGN_IN_ORDER = {
    Slot.CLIENT_IP, Slot.CLIENT_IP_ADDRESS, Slot.ACTOR_IP_ADDRESS, Slot.ACTOR_IP, Slot.USER_IP
  };

  /** In mailbox records ClientIP can be a server that asked for the client. */
  private static final int[] MAILBOX_ORDER = {
    Slot.CLIENT_IP_ADDRESS, Slot.CLIENT_IP, Slot.ACTOR_IP_ADDRESS, Slot.ACTOR_IP
  };

  private final Picked picked;
  private final SlotWriter slots;
  private final SliceCache<Address> addresses = new SliceCache<>(PLACES, Address::of);
  private final SliceCache<Whereabouts> whereabouts;
  private final SliceCache<ClientName> clients = new SliceCache<>(PLACES, ClientName::of);

  Sources(Picked picked, SlotWriter slots, Lookups lookups) {
    this.picked = picked;
    this.slots = slots;
    this.whereabouts =
        new SliceCache<>(PLACES, ip -> lookups.whereabouts(Address.toInet(ip.getBytes(US_ASCII))));
  }

  void address(boolean mailbox) {
    int named = Picked.NONE;
    for (int slot : mailbox ? MAILBOX_ORDER : SIGN_IN_ORDER) {
      int leaf = picked.filled(slot);
      if (leaf == Picked.NONE || isNull(leaf)) {
        continue;
      }
      Address address = addresses.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
      List<byte[]> ips = address.ips();
      if (!ips.isEmpty() && !picked.has(Slot.SOURCE_IP)) {
        source(leaf, address);
      } else if (named == Picked.NONE) {
        named = leaf;
      }
      for (int i = 0; i < ips.size(); i++) {
        picked.addOnce(Slot.RELATED_IP, ips.get(i));
      }
      if (address.host() != null) {
        picked.addOnce(Slot.RELATED_HOSTS, address.host());
      }
    }
    if (named != Picked.NONE && !picked.has(Slot.SOURCE_ADDRESS)) {
      picked.set(Slot.SOURCE_ADDRESS, picked.alias(named));
    }
  }

  private void source(int leaf, Address address) {
    byte[] ip = address.ips().get(0);
    picked.set(Slot.SOURCE_ADDRESS, picked.alias(leaf));
    picked.set(Slot.SOURCE_IP, ip);
    if (address.port() >= 0) {
      int mark = picked.arena.length();
      picked.arena.number(address.port());
      picked.set(Slot.SOURCE_PORT, picked.written(mark, Picked.NUMBER));
    }
    picked.set(Slot.NETWORK_TYPE, isV6(ip) ? IPV6 : IPV4);
    Whereabouts there = whereabouts.get(ip, 0, ip.length);
    if (!there.place().isNowhere()) {
      picked.place = there.place();
      picked.set(Slot.SOURCE_PLACE, Picked.NONE);
    }
    slots.text(Slot.NETWORK_OWN, there.own());
    slots.text(Slot.NETWORK_HOSTING, there.hosting());
    slots.text(Slot.NETWORK_ANONYMISER, there.anonymiser());
  }

  private static boolean isV6(byte[] ip) {
    for (byte b : ip) {
      if (b == ':') {
        return true;
      }
    }
    return false;
  }

  private boolean isNull(int leaf) {
    return picked.matches(leaf, "null") || picked.matches(leaf, "<null>");
  }

  void client() {
    Paths paths = picked.names.paths;
    int leaf = picked.first(paths.userAgent);
    if (leaf == Picked.NONE || picked.isEmpty(leaf)) {
      leaf = picked.filled(Slot.USER_AGENT_SENT);
    }
    if (leaf == Picked.NONE) {
      leaf = picked.filled(Slot.CLIENT_INFO);
    }
    ClientName client = null;
    if (leaf != Picked.NONE) {
      picked.set(Slot.USER_AGENT, picked.alias(leaf));
      client = client(leaf);
    }
    int browser = picked.first(paths.deviceBrowser);
    set(Slot.USER_AGENT_NAME, client == null ? null : client.name(), browser);
    set(
        Slot.USER_AGENT_VERSION,
        client == null ? null : client.version(),
        picked.filled(Slot.CLIENT_VERSION));
    if (client != null && client.protocol() != null) {
      picked.set(Slot.NETWORK_PROTOCOL, client.protocol());
    }
    byte[] system = client == null ? null : client.os();
    int device = picked.first(paths.deviceSystem);
    if (system == null && device != Picked.NONE) {
      system = client(device).os();
    }
    set(Slot.USER_AGENT_OS, system, device);
  }

  private ClientName client(int leaf) {
    return clients.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
  }

  private void set(int slot, byte[] known, int sent) {
    if (known != null) {
      picked.set(slot, known);
    } else if (sent != Picked.NONE && !picked.isEmpty(sent)) {
      picked.set(slot, picked.alias(sent));
    }
  }
}
