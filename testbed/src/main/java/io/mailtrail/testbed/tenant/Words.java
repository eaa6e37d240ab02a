package io.mailtrail.testbed.tenant;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lists that the company is made up from, read from files beside this class. */
final class Words {
  static final List<String> GIVEN_NAMES = lines("given-names.txt");
  static final List<String> FAMILY_NAMES = lines("family-names.txt");
  static final List<String> FILES = lines("files.txt");
  private static final List<String> SUBJECTS = lines("subjects.txt");

  private Words() {}

  /** A subject line; {@code %d} in the list stands for a number. */
  static String subject(Dice dice) {
    return dice.pick(SUBJECTS).replace("%d", Integer.toString(dice.between(2, 9_999)));
  }

  /** The lines of a file, without comments. */
  static List<String> lines(String file) {
    try (InputStream in = Words.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("resource is missing: " + file);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("resource cannot be read: " + file, e);
    }
  }
}
