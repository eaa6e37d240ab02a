package io.mailtrail.testbed.server;

import java.util.Locale;
import java.util.Optional;

/** A release line of OpenSearch that the testbed can run. */
public enum OpenSearchLine {
  /**
   * Needs Java 21 for Lucene's vector code. Its agent rewrites classes of the JDK, and refuses
   * those of a Java newer than 26 (Byte Buddy 1.18.8).
   */
  V3("3", 21, 26),
  /** Relies on Java's security manager, which Java 24 removed: there the node does not start. */
  V2("2", 11, 23);

  private final String major;
  private final int oldestJava;
  private final int newestJava;

  OpenSearchLine(String major, int oldestJava, int newestJava) {
    this.major = major;
    this.oldestJava = oldestJava;
    this.newestJava = newestJava;
  }

  /** The exact version that the build assembles, such as {@code 3.8.0}. */
  public String version() {
    return Versions.of("opensearch." + major);
  }

  /** What the user asked for by {@code mailtrail.opensearch.version}: 2 or 3, or more exactly. */
  public static Optional<OpenSearchLine> asked() {
    return Ask.value(Ask.OPENSEARCH_VERSION).map(OpenSearchLine::parse);
  }

  static OpenSearchLine parse(String text) {
    String digits = text.toLowerCase(Locale.ROOT);
    for (OpenSearchLine line : values()) {
      if (digits.equals(line.major) || digits.equals("v" + line.major)) {
        return line;
      }
      if (digits.equals(line.version())) {
        return line;
      }
    }
    throw new ServerException(Ask.variable(Ask.OPENSEARCH_VERSION) + "=" + text + ": say 2 or 3.");
  }

  boolean runsOn(Jdk jdk) {
    return jdk.feature() >= oldestJava && jdk.feature() <= newestJava && jdk.has(modules());
  }

  /** For a sentence: the Java versions that this line runs on. */
  String javaNeeded() {
    return "Java " + oldestJava + " to " + newestJava;
  }

  private String[] modules() {
    return this == V3
        ? new String[] {"java.instrument", "jdk.incubator.vector", "jdk.unsupported"}
        : new String[] {"jdk.unsupported"};
  }
}
