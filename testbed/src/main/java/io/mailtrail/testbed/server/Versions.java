package io.mailtrail.testbed.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the servers, as the parent POM has them. */
final class Versions {
  private static final Properties VERSIONS = load();

  private Versions() {}

  static String kafka() {
    return of("kafka");
  }

  static String of(String key) {
    String version = VERSIONS.getProperty(key);
    if (version == null) {
      throw new IllegalArgumentException("no version of " + key);
    }
    return version;
  }

  private static Properties load() {
    Properties versions = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions;
  }
}
