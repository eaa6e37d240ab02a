package io.mailtrail.coverage;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of one property in an export.
 *
 * @param isCut whether the list ends in an ellipsis: there is more, and nobody knows what
 * @param isTypeName whether the export holds the name of a .NET type in place of the list
 */
record Field(List<String> values, boolean isCut, boolean isTypeName) {
  private static final String DOTS = "...";
  private static final String ELLIPSIS = "\u2026";

  Field {
    values = List.copyOf(values);
  }

  /** As PowerShell prints it: text, or a list in braces. */
  static Field ofText(String sent) {
    String text = sent.strip();
    if (text.startsWith("{") && (text.endsWith("}") || isCut(text))) {
      int end = text.endsWith("}") ? text.length() - 1 : text.length();
      return ofList(List.of(text.substring(1, end).split(",", -1)));
    }
    if (text.startsWith("Microsoft.Exchange.") || text.startsWith("System.")) {
      return new Field(List.of(), false, true);
    }
    return new Field(text.isEmpty() ? List.of() : List.of(text), false, false);
  }

  static Field ofList(List<String> elements) {
    List<String> values = new ArrayList<>();
    boolean isCut = false;
    for (String element : elements) {
      String value = element.strip();
      if (isCut(value)) {
        isCut = true;
        value = value.substring(0, value.length() - (value.endsWith(DOTS) ? 3 : 1)).strip();
      }
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    return new Field(values, isCut, false);
  }

  /** The same where the property is known to be a list, however it was joined into one text. */
  Field asList() {
    if (values.size() != 1) {
      return this;
    }
    Field list = ofList(List.of(values.get(0).split("[,;|\\s]+", -1)));
    return new Field(list.values, isCut || list.isCut, isTypeName);
  }

  String text() {
    return values.isEmpty() ? "" : values.get(0);
  }

  private static boolean isCut(String text) {
    return text.endsWith(DOTS) || text.endsWith(ELLIPSIS);
  }
}
