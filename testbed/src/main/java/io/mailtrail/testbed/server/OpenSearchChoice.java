package io.mailtrail.testbed.server;

import java.util.List;
import java.util.Optional;

/**
 * Which OpenSearch runs on which JDK, and why.
 *
 * @param why one sentence for the user, without its full stop
 */
record OpenSearchChoice(OpenSearchLine line, Jdk jdk, String why) {

  /**
   * Chooses. Where nothing is asked for, line 3 if any JDK can run it, else line 2.
   *
   * @param asked the line asked for
   * @param demanded the JDK of OPENSEARCH_JAVA_HOME, which then is the only one looked at
   * @param found all JDKs, in order of preference
   */
  static OpenSearchChoice make(
      Optional<OpenSearchLine> asked, Optional<Jdk> demanded, List<Jdk> found) {
    List<Jdk> candidates = demanded.map(List::of).orElse(found);
    String lacking =
        demanded.map(jdk -> "OPENSEARCH_JAVA_HOME has Java " + jdk.feature()).orElse("");
    if (asked.isPresent()) {
      OpenSearchLine line = asked.get();
      Jdk jdk =
          best(line, candidates)
              .orElseThrow(() -> new ServerException(unavailable(line, lacking, candidates)));
      return new OpenSearchChoice(line, jdk, describe(line, jdk) + ", because it was asked for");
    }
    Optional<Jdk> forNewest = best(OpenSearchLine.V3, candidates);
    if (forNewest.isPresent()) {
      Jdk jdk = forNewest.get();
      return new OpenSearchChoice(
          OpenSearchLine.V3,
          jdk,
          describe(OpenSearchLine.V3, jdk) + ", the newest that a JDK of this machine can run");
    }
    Jdk jdk =
        best(OpenSearchLine.V2, candidates)
            .orElseThrow(() -> new ServerException(unavailable(lacking, candidates)));
    return new OpenSearchChoice(
        OpenSearchLine.V2,
        jdk,
        describe(OpenSearchLine.V2, jdk)
            + ", because OpenSearch 3 needs "
            + OpenSearchLine.V3.javaNeeded()
            + " and "
            + (lacking.isEmpty()
                ? "none was found (set OPENSEARCH_JAVA_HOME if there is one)"
                : lacking));
  }

  private static Optional<Jdk> best(OpenSearchLine line, List<Jdk> candidates) {
    return candidates.stream().filter(line::runsOn).findFirst();
  }

  private static String describe(OpenSearchLine line, Jdk jdk) {
    return "OpenSearch " + line.version() + " on Java " + jdk.feature() + " (" + jdk.home() + ")";
  }

  private static String unavailable(OpenSearchLine line, String lacking, List<Jdk> candidates) {
    return "OpenSearch "
        + line.version()
        + " needs "
        + line.javaNeeded()
        + ", and "
        + found(lacking, candidates)
        + ": install such a JDK, or set OPENSEARCH_JAVA_HOME to its folder.";
  }

  private static String unavailable(String lacking, List<Jdk> candidates) {
    return "OpenSearch needs "
        + OpenSearchLine.V3.javaNeeded()
        + " ("
        + OpenSearchLine.V3.version()
        + ") or "
        + OpenSearchLine.V2.javaNeeded()
        + " ("
        + OpenSearchLine.V2.version()
        + "), and "
        + found(lacking, candidates)
        + ": install such a JDK, or set OPENSEARCH_JAVA_HOME to its folder.";
  }

  private static String found(String lacking, List<Jdk> candidates) {
    return lacking.isEmpty()
        ? "only Java " + candidates.stream().map(Jdk::feature).distinct().toList() + " was found"
        : lacking;
  }
}
