package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Words with holes: {@code signed in[ to {app}]}. A bracketed group goes when a hole in it stays
 * empty. Immutable.
 */
final class Phrase {
  /** What a hole stands for. */
  enum Part {
    APP,
    COUNT,
    DESTINATION,
    EFFECTS,
    ERROR,
    FAMILY,
    FILE,
    FOLDER,
    FORWARDING,
    GRANTEE,
    GROUP,
    ITEM,
    MAILBOX,
    NAME,
    OBJECT,
    OPERATION,
    POLICY,
    QUERY,
    READING,
    RECIPIENT,
    RESOURCE,
    RIGHTS,
    ROLE,
    RULE,
    RULE_CHANGE,
    SENDER,
    SUBJECT,
    TARGET,
    TEAM,
    URL,
    VERDICT,
    WHOSE
  }

  /** Fills holes. */
  interface Filler {
    /** Appends a part; false if the record does not have it. */
    boolean append(Arena out, Part part);
  }

  /** Words or a hole, in a group or outside ({@code group} 0). */
  private record Piece(byte[] words, Part part, int group) {}

  private final List<Piece> pieces;

  private Phrase(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  static Phrase of(String text) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    int groups = 0;
    int group = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '[' && c != ']' && c != '{') {
        words.append(c);
        continue;
      }
      if (!words.isEmpty()) {
        pieces.add(new Piece(words.toString().getBytes(UTF_8), null, group));
        words.setLength(0);
      }
      if (c == '{') {
        int end = text.indexOf('}', i);
        String part = text.substring(i + 1, end).toUpperCase(Locale.ROOT);
        pieces.add(new Piece(null, Part.valueOf(part), group));
        i = end;
      } else {
        group = c == '[' ? ++groups : 0;
      }
    }
    if (!words.isEmpty()) {
      pieces.add(new Piece(words.toString().getBytes(UTF_8), null, group));
    }
    return new Phrase(pieces);
  }

  void append(Arena out, Filler filler) {
    int mark = out.length();
    int group = 0;
    boolean dropped = false;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece.group != group) {
        group = piece.group;
        mark = out.length();
        dropped = false;
      }
      if (dropped) {
        continue;
      }
      if (piece.words != null) {
        out.add(piece.words);
      } else if (!filler.append(out, piece.part) && group != 0) {
        out.cut(mark);
        dropped = true;
      }
    }
  }
}
