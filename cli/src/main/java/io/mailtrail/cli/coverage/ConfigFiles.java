package io.mailtrail.cli.coverage;

import io.mailtrail.cli.Failure;
import io.mailtrail.coverage.Export;
import io.mailtrail.model.CoverageStatement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads exported settings; what cannot be used of them is said. */
final class ConfigFiles {
  /** More than a hundred thousand mailboxes need; a file is read whole. */
  private static final long MAX_BYTES = 512L * 1024 * 1024;

  private final String tenant;
  private final Instant at;
  private final PrintWriter err;
  private boolean hasProblems;

  /**
   * @param at when the settings were exported; null: when each file was last written
   */
  ConfigFiles(String tenant, Instant at, PrintWriter err) {
    this.tenant = tenant;
    this.at = at;
    this.err = err;
  }

  boolean hasProblems() {
    return hasProblems;
  }

  /**
   * @throws Failure if a file cannot be read, or is in no form that is known
   */
  List<CoverageStatement> read(List<Path> files) {
    List<CoverageStatement> statements = new ArrayList<>();
    for (Path file : files) {
      statements.addAll(read(file));
    }
    return statements;
  }

  List<CoverageStatement> read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new Failure(file + ": is larger than " + MAX_BYTES + " bytes");
      }
      Instant time = at == null ? Files.getLastModifiedTime(file).toInstant() : at;
      Export export = Export.read(Files.readAllBytes(file), tenant, time);
      if (at == null) {
        err.println(file + ": taken as of " + time + ", when it was last written; --at says else");
      }
      export.problems().forEach(problem -> err.println(file + ": " + problem));
      hasProblems |= !export.problems().isEmpty();
      return export.statements();
    } catch (IOException e) {
      throw Failure.file(file, e);
    }
  }
}
