package io.mailtrail.detect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text of one YAML file; it may hold several documents, each one rule. Or the values of a
 * placeholder, one per line: a text file in a folder {@code placeholders}.
 *
 * @param name how to call it in messages: a path, a resource name
 */
public record RuleSource(String name, String yaml) {
  public RuleSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(yaml, "yaml");
  }

  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?:.*[/\\\\])?placeholders[/\\\\]([^/\\\\]+)\\.txt");

  /** The name of the placeholder whose values these are; empty for rules. */
  public Optional<String> placeholder() {
    Matcher matcher = PLACEHOLDER.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Every {@code .yml} and {@code .yaml} file under a folder, and every {@code .txt} file in a
   * folder {@code placeholders} there, sorted by path; symbolic links to folders are not followed.
   * Bytes that are not UTF-8 become replacement characters.
   */
  public static List<RuleSource> fromFolder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(RuleSource::isOurs).filter(Files::isRegularFile).sorted().toList();
    }
    List<RuleSource> sources = new ArrayList<>(files.size());
    for (Path file : files) {
      String name = folder.relativize(file).toString();
      sources.add(
          new RuleSource(
              name.isEmpty() ? file.toString() : name,
              new String(Files.readAllBytes(file), UTF_8)));
    }
    return List.copyOf(sources);
  }

  private static boolean isOurs(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return PLACEHOLDER.matcher(file.toString()).matches()
        || name.endsWith(".yml")
        || name.endsWith(".yaml");
  }
}
