package io.mailtrail.enrich;

import io.mailtrail.detect.Copies;
import io.mailtrail.enrich.RecordCopy.Content;
import java.util.Arrays;

/**
 * How the copies of a record rest in state: the format's version, their fidelity, and the JSON of
 * what they show, if they show anything. A later version reads the earlier ones.
 */
final class CopyState {
  private static final byte VERSION = 1;
  private static final int HEADER = 2;

  int fidelity(byte[] state) {
    if (state[0] != VERSION) {
      throw new IllegalStateException("state format " + state[0] + " is of another release");
    }
    return state[1];
  }

  boolean isSilent(byte[] state) {
    return state.length == HEADER;
  }

  byte[] silent(int fidelity) {
    return new byte[] {VERSION, (byte) fidelity};
  }

  byte[] write(Copies copies) {
    byte[] silent = silent(copies.fidelity());
    byte[] content = new Content(copies.facts(), copies.alerts()).toBytes();
    if (content == null) {
      return silent;
    }
    byte[] state = Arrays.copyOf(silent, HEADER + content.length);
    System.arraycopy(content, 0, state, HEADER, content.length);
    return state;
  }

  Copies read(byte[] state) {
    int fidelity = fidelity(state);
    if (isSilent(state)) {
      return Copies.silent(fidelity);
    }
    Content content = Content.of(Arrays.copyOfRange(state, HEADER, state.length));
    return new Copies(fidelity, content.facts(), content.alerts());
  }
}
