package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The browser or mail client with its version, the operating system, and the mail protocol that a
 * description names by a well-known word; null where it names none. The words are in {@code
 * clients.csv}, first match wins.
 */
record ClientName(byte[] name, byte[] version, byte[] os, byte[] protocol) {
  private record Word(String word, byte[] meaning) {}

  private static final List<Word> NAMES = words("name");
  private static final List<Word> SYSTEMS = words("os");
  private static final List<Word> PROTOCOLS = words("protocol");
  private static final int MAX_CHARS = 2_000;
  private static final int MAX_VERSION_CHARS = 40;

  static ClientName of(String description) {
    String text =
        description
            .substring(0, Math.min(description.length(), MAX_CHARS))
            .toLowerCase(Locale.ROOT);
    Word name = find(NAMES, text);
    return new ClientName(
        name == null ? null : name.meaning,
        name == null ? null : version(name.word, text),
        meaning(find(SYSTEMS, text)),
        meaning(find(PROTOCOLS, text)));
  }

  private static byte[] meaning(Word word) {
    return word == null ? null : word.meaning;
  }

  /** Digits and dots behind a word that ends in a slash; null if there are none. */
  private static byte[] version(String word, String text) {
    int begin = text.indexOf(word) + word.length();
    int end = begin;
    while (word.endsWith("/")
        && end < text.length()
        && end - begin < MAX_VERSION_CHARS
        && (text.charAt(end) == '.' || (text.charAt(end) >= '0' && text.charAt(end) <= '9'))) {
      end++;
    }
    return end == begin ? null : text.substring(begin, end).getBytes(US_ASCII);
  }

  private static Word find(List<Word> words, String text) {
    for (Word word : words) {
      if (text.contains(word.word)) {
        return word;
      }
    }
    return null;
  }

  private static List<Word> words(String kind) {
    List<Word> words = new ArrayList<>();
    for (String line : FieldCatalogue.lines("clients.csv")) {
      String[] columns = line.split(",", 3);
      if (columns[0].equals(kind)) {
        words.add(new Word(columns[1].toLowerCase(Locale.ROOT), columns[2].getBytes(UTF_8)));
      }
    }
    return List.copyOf(words);
  }
}
