package io.mailtrail.detect;

import java.util.Arrays;

/**
 * With which fidelity records were seen of which nothing else is kept. A record goes by 64 bits of
 * hash, so that ten million of them cost some 200 MB and not two gigabytes.
 */
final class SeenRecords {
  private long[] keys = new long[1_024];
  private byte[] fidelities = new byte[1_024];
  private int size;

  void add(String record, int fidelity) {
    if (size * 2 > keys.length) {
      grow();
    }
    int slot = slot(hash(record));
    if (keys[slot] == 0) {
      keys[slot] = hash(record);
      size++;
    }
    fidelities[slot] = (byte) Math.max(fidelities[slot], fidelity + 1);
  }

  /** The highest, or -1 where the record was not seen. */
  int fidelity(String record) {
    return fidelities[slot(hash(record))] - 1;
  }

  private int slot(long hash) {
    int slot = (int) (hash >>> 20) & (keys.length - 1);
    while (keys[slot] != 0 && keys[slot] != hash) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    byte[] oldFidelities = fidelities;
    keys = new long[oldKeys.length * 2];
    fidelities = new byte[oldKeys.length * 2];
    Arrays.fill(keys, 0);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        fidelities[slot] = oldFidelities[i];
      }
    }
  }

  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
    hash ^= hash >>> 32;
    return hash == 0 ? 1 : hash;
  }
}
