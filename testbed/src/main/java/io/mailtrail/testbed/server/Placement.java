package io.mailtrail.testbed.server;

import io.mailtrail.model.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Puts what a server needs where its account can reach it. Only matters to root, whose own folders
 * are closed to the account that OpenSearch runs as: programs are then copied once below {@code
 * /var/cache/mailtrail}, and the data lives below {@code /var/lib/mailtrail}.
 */
final class Placement {
  /** In the data folder that was asked for: where the data is instead. */
  private static final String POINTER = "moved-to";

  private final Account account;
  private final Path copies;
  private final Path data;
  private final Consumer<String> progress;
  private final List<String> notes = new ArrayList<>();

  Placement(Account account, Path copies, Path data, Consumer<String> progress) {
    this.account = account;
    this.copies = copies;
    this.data = data;
    this.progress = progress;
  }

  static Placement of(Account account, Consumer<String> progress) {
    return new Placement(
        account, Path.of("/var/cache/mailtrail"), Path.of("/var/lib/mailtrail"), progress);
  }

  /** What was put elsewhere, in words for the user. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * The folder, or a copy of it that the account can read.
   *
   * @param probes paths inside that stand for all of them
   */
  Path readable(Path folder, List<String> probes) {
    if (account.reads(probes.stream().map(folder::resolve).toList())) {
      return folder;
    }
    try {
      Path copy = copies.resolve(folder.getFileName() + "-" + fingerprint(folder));
      if (!Files.isDirectory(copy)) {
        progress.accept("Copying " + folder + " to " + copy + ", where OpenSearch can read it");
        openFolder(copies);
        Path unfinished = Files.createTempDirectory(copies, "copying-");
        must("cp", "-R", folder + "/.", unfinished.toString());
        must("chmod", "-R", "a+rX", unfinished.toString());
        move(unfinished, copy);
      }
      if (!account.reads(probes.stream().map(copy::resolve).toList())) {
        throw new ServerException("The account nobody can read neither " + folder + " nor " + copy);
      }
      notes.add("copied from " + folder + " to " + copy + ", which the account nobody can read");
      return copy;
    } catch (IOException e) {
      throw new ServerException("Could not copy " + folder + " below " + copies + ": " + e, e);
    }
  }

  /** The folder for data, owned by the account; elsewhere if the account cannot come there. */
  Path dataFolder(Path asked) {
    try {
      Files.createDirectories(asked);
      Path used = account.enters(asked.getParent()) ? asked : elsewhere(asked);
      account.take(used);
      return used;
    } catch (IOException e) {
      throw new ServerException("Could not make the data folder " + asked + ": " + e, e);
    }
  }

  /** Where the data of the folder that was asked for is now: elsewhere, if it was put there. */
  static Path whereDataIs(Path asked) {
    Path pointer = asked.resolve(POINTER);
    try {
      return Files.isRegularFile(pointer) ? Path.of(Files.readString(pointer).strip()) : asked;
    } catch (IOException e) {
      throw new ServerException("Could not read " + pointer + ": " + e, e);
    }
  }

  /**
   * The data elsewhere lives as long as the folder that was asked for: if that one no longer points
   * to it, the user has deleted it, and what is left elsewhere is deleted too.
   */
  private Path elsewhere(Path asked) throws IOException {
    Path used = data.resolve(asked.getFileName() + "-" + digest(asked.toString()));
    Path pointer = asked.resolve(POINTER);
    if (!Files.isRegularFile(pointer) && Files.isDirectory(used)) {
      progress.accept("Deleting " + used + ", whose folder " + asked + " was deleted");
      must("rm", "-rf", used.toString());
    }
    openFolder(data);
    Files.createDirectories(used);
    Files.writeString(pointer, used + "\n");
    notes.add("with its data in " + used + ", because the account nobody cannot enter " + asked);
    return used;
  }

  private static void move(Path unfinished, Path copy) throws IOException {
    try {
      Files.move(unfinished, copy);
    } catch (IOException e) {
      if (!Files.isDirectory(copy)) {
        throw e;
      }
      must("rm", "-rf", unfinished.toString()); // another process was first
    }
  }

  /** Ours alone to write, everybody's to enter, whatever our umask is. */
  private static void openFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
    must("chmod", "755", folder.toString());
  }

  /** Changes when any file is added, removed or gets another size. */
  private static String fingerprint(Path folder) throws IOException {
    StringBuilder listing = new StringBuilder(folder.toString());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        listing.append('\n').append(file).append(' ').append(Files.size(file));
      }
    }
    return digest(listing.toString());
  }

  private static String digest(String text) {
    return Digests.sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
  }

  private static void must(String... command) {
    Command.Result result = Command.run(List.of(command));
    if (!result.succeeded()) {
      throw new ServerException(String.join(" ", command) + " failed: " + result.output());
    }
  }
}
