package io.mailtrail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Exports and rules made up for tests; see {@code src/test/resources}. */
public final class Fixtures {
  /** Four records as JSON lines, not in the order of time. */
  public static final String RECORDS = path("/exports/records.jsonl");

  /** The same as Purview writes them today: byte order mark, CRLF, eight columns. */
  public static final String PURVIEW = path("/exports/purview.csv");

  /** Five rows: the first and the last are good records. */
  public static final String DAMAGED = path("/exports/damaged.csv");

  /** Four events of a mailbox and an admin audit export; the third is malformed. */
  public static final String SEARCH_RESULT = path("/exports/SearchResult.xml");

  /** One rule that fires once on {@link #RECORDS}. */
  public static final String RULES = path("/rules-sound");

  /** The same rule beside one that cannot be used. */
  public static final String BROKEN_RULES = path("/rules-broken");

  private Fixtures() {}

  public static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(String resource) {
    try {
      return Path.of(Fixtures.class.getResource(resource).toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
