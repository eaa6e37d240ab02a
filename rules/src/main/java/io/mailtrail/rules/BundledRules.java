package io.mailtrail.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rules that are part of this jar. Their names stand in {@code index.txt} beside this class,
 * because the content of a jar cannot be listed from the inside in every environment.
 */
public final class BundledRules {
  private static final String INDEX = "index.txt";

  private BundledRules() {}

  /** The text of every rule file by its name, such as {@code login/new_network.yml}, sorted. */
  public static Map<String, String> load() {
    Map<String, String> rules = new LinkedHashMap<>();
    text(INDEX)
        .lines()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .sorted()
        .forEach(name -> rules.put(name, text(name)));
    return Collections.unmodifiableMap(rules);
  }

  private static String text(String name) {
    try (InputStream in = BundledRules.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("no bundled rule file " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
