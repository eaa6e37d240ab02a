package io.mailtrail.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code Format-List} prints: blocks of {@code Name : value}, a blank line between them.
 * PowerShell breaks a value that is longer than the console is wide, and indents what follows: at a
 * blank, which is lost, or inside a word that alone is too long.
 */
final class FormatList {
  private static final Pattern PROPERTY = Pattern.compile("([A-Za-z][\\w .-]*?)\\s*:(?:\\s(.*))?");

  private final int width;
  private final List<Entry> entries = new ArrayList<>();
  private Entry entry = new Entry();
  private String property;
  private StringBuilder value;
  private int lastLineLength;

  private FormatList(List<String> lines) {
    width = lines.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Whether the first line that is not blank looks like it. */
  static boolean looksLike(String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(line -> PROPERTY.matcher(line.stripTrailing()).matches())
        .isPresent();
  }

  static List<Entry> read(String text) {
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    FormatList reader = new FormatList(lines);
    lines.forEach(reader::line);
    reader.endEntry();
    return reader.entries;
  }

  private void line(String line) {
    if (line.isEmpty()) {
      endEntry();
      return;
    }
    Matcher matcher = PROPERTY.matcher(line);
    if (Character.isWhitespace(line.charAt(0)) || !matcher.matches()) {
      append(line.strip());
    } else {
      endProperty();
      property = matcher.group(1);
      if (entry.has(property)) {
        // Blocks whose blank lines somebody has removed.
        endEntry();
        property = matcher.group(1);
      }
      value = new StringBuilder(matcher.group(2) == null ? "" : matcher.group(2).strip());
    }
    lastLineLength = line.length();
  }

  private void append(String rest) {
    if (value == null) {
      return;
    }
    boolean isList = value.length() > 0 && value.charAt(0) == '{';
    boolean isBrokenAtBlank = isList ? value.toString().endsWith(",") : lastLineLength < width;
    value.append(isBrokenAtBlank ? " " : "").append(rest);
  }

  private void endProperty() {
    if (value != null) {
      entry.put(property, Field.ofText(value.toString()));
      value = null;
    }
  }

  private void endEntry() {
    endProperty();
    if (!entry.isEmpty()) {
      entries.add(entry);
      entry = new Entry();
    }
  }
}
