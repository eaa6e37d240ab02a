package io.mailtrail.dashboards.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in one sentence what OpenSearch did not like about a query. */
public final class QueryFault {
  private static final int SHOWN_CHARS = 160;

  /** Lucene's parser: {@code Encountered " ")" ") "" at line 1, column 4.} */
  private static final Pattern ENCOUNTERED =
      Pattern.compile("Encountered \"\\s*(.+?)\\s*\" at line \\d+, column (\\d+)", Pattern.DOTALL);

  private static final Pattern TOKEN =
      Pattern.compile("<\\w+>\\s*\"?\\s*(.*?)\\s*\"?$|\"(.*?)\\s*\"");

  /** Lucene's lexer: {@code Lexical error at line 1, column 9. Encountered: <EOF> ...} */
  private static final Pattern LEXICAL =
      Pattern.compile("Lexical error at line \\d+, column (\\d+)\\.\\s+Encountered: (<EOF>)?");

  private static final Pattern NOT_AN_ADDRESS =
      Pattern.compile("'(.*?)' is not an IP string literal", Pattern.DOTALL);
  private static final Pattern NOT_A_NUMBER =
      Pattern.compile("For input string: \"(.*?)\"", Pattern.DOTALL);
  private static final Pattern NOT_A_DATE =
      Pattern.compile("failed to parse date field \\[(.*?)\\]", Pattern.DOTALL);
  private static final Pattern NOT_A_BOOLEAN =
      Pattern.compile("Can't parse boolean value \\[(.*?)\\]", Pattern.DOTALL);

  private QueryFault() {}

  /**
   * The sentence for an answer with an error status.
   *
   * @param answer body of the answer
   */
  public static String sentence(JsonNode answer) {
    String reason = reasons(answer.path("error"), 0).strip();
    Matcher lexical = LEXICAL.matcher(reason);
    if (lexical.find()) {
      return lexical.group(2) == null
          ? "The query cannot be read: there is a character at position "
              + lexical.group(1)
              + " that does not belong there."
          : "The query cannot be read: a quotation mark or a slash (/) opens something that is"
              + " never closed.";
    }
    Matcher encountered = ENCOUNTERED.matcher(reason);
    if (encountered.find()) {
      return unexpected(encountered.group(1), encountered.group(2));
    }
    return value(reason);
  }

  private static String unexpected(String token, String column) {
    if (token.contains("<EOF>")) {
      return "The query ends too early: a bracket, a range or an operator is not complete.";
    }
    Matcher matcher = TOKEN.matcher(token);
    String shown = token;
    if (matcher.find()) {
      shown = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
    return "The query cannot be read: “"
        + cut(shown)
        + "” at position "
        + (Integer.parseInt(column) + 1)
        + " does not belong there.";
  }

  private static String value(String reason) {
    Matcher matcher = NOT_AN_ADDRESS.matcher(reason);
    if (matcher.find()) {
      return "“" + cut(matcher.group(1)) + "” is not an IP address or network.";
    }
    matcher = NOT_A_DATE.matcher(reason);
    if (matcher.find()) {
      return "“" + cut(matcher.group(1)) + "” is not a date such as 2026-03-01.";
    }
    matcher = NOT_A_NUMBER.matcher(reason);
    if (matcher.find()) {
      return "“" + cut(matcher.group(1)) + "” is not a number, and the field holds numbers.";
    }
    matcher = NOT_A_BOOLEAN.matcher(reason);
    if (matcher.find()) {
      return "“" + cut(matcher.group(1)) + "” is neither true nor false.";
    }
    if (reason.contains("too_many_clauses") || reason.contains("too_many_nested_clauses")) {
      return "The query has too many parts: narrow a wildcard, or ask in two steps.";
    }
    if (reason.contains("too_complex") || reason.contains("TooComplexToDeterminize")) {
      return "The regular expression in the query is too complex.";
    }
    String first = reason.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("");
    return first.isEmpty()
        ? "OpenSearch did not accept the query."
        : "OpenSearch did not accept the query: " + cut(first);
  }

  /** Types and reasons of the error and its causes, outermost first. */
  private static String reasons(JsonNode error, int depth) {
    if (error.isTextual()) {
      return error.asText();
    }
    if (!error.isObject() || depth > 8) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    error.path("root_cause").forEach(cause -> text.append(reasons(cause, depth + 1)).append('\n'));
    error
        .path("failed_shards")
        .forEach(shard -> text.append(reasons(shard.path("reason"), depth + 1)).append('\n'));
    text.append(reasons(error.path("caused_by"), depth + 1)).append('\n');
    text.append(error.path("type").asText("")).append(": ").append(error.path("reason").asText(""));
    return text.toString();
  }

  private static String cut(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
  }
}
