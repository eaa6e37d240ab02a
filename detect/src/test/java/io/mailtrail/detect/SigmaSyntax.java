package io.mailtrail.detect;

import java.util.List;

/** What rules of the public Sigma collection are written with: a rule of our own for each. */
final class SigmaSyntax {
  private SigmaSyntax() {}

  /**
   * @param name modifiers of a field as they are written, joined, or what sort of value it is
   * @param text of a selection, or a condition
   * @param hit an event that it matches
   * @param miss one that it does not
   */
  record Row(String name, String text, String hit, String miss) {}

  static final List<Row> SELECTIONS =
      List.of(
          new Row("", "F: value", "{'F': 'VALUE'}", "{'F': 'values'}"),
          new Row("contains", "F|contains: val", "{'F': 'a value'}", "{'F': 'a v-alue'}"),
          new Row("startswith", "F|startswith: val", "{'F': 'value'}", "{'F': 'a value'}"),
          new Row("endswith", "F|endswith: lue", "{'F': 'a value'}", "{'F': 'values'}"),
          new Row(
              "contains|all", "F|contains|all: [one, two]", "{'F': 'two and one'}", "{'F': 'one'}"),
          new Row("all", "'|all': [one, two]", "{'F': 'one', 'G': 'two'}", "{'F': 'one'}"),
          new Row("re", "F|re: 'a{2,3}\\.b'", "{'F': 'xaa.b'}", "{'F': 'a.b'}"),
          new Row("re|i", "F|re|i: 'a+\\.b'", "{'F': 'AA.B'}", "{'F': 'AAB'}"),
          new Row(
              "cidr",
              "F|cidr: [10.0.0.0/8, 'fe80::/10']",
              "{'F': '10.1.2.3'}",
              "{'F': '11.1.2.3'}"),
          new Row("expand", "F|expand: '%Administrators%'", "{'F': 'adm_bob'}", "{'F': 'bob'}"),
          new Row(
              "contains|expand",
              "F|contains|expand: '%Administrators%'",
              "{'F': 'xrootx'}",
              "{'F': 'bob'}"),
          new Row("fieldref", "F|fieldref: G", "{'F': 'a', 'G': 'A'}", "{'F': 'a', 'G': 'b'}"),
          new Row(
              "contains|windash",
              "F|contains|windash: ' -x '",
              "{'F': 'run /x now'}",
              "{'F': 'run x now'}"),
          new Row(
              "endswith|windash",
              "F|endswith|windash: ' -x'",
              "{'F': 'run /x'}",
              "{'F': 'run /x now'}"),
          new Row(
              "base64|contains", "F|base64|contains: 'abc'", "{'F': 'xxYWJjxx'}", "{'F': 'abc'}"),
          new Row(
              "base64offset|contains",
              "F|base64offset|contains: /bin/bash",
              "{'F': 'eHgvYmluL2Jhc2h4'}",
              "{'F': 'L2Jpbi9zaA=='}"),
          new Row(
              "wide|base64offset|contains",
              "F|wide|base64offset|contains: ping",
              "{'F': 'eHAAaQBuAGcA'}",
              "{'F': 'ping'}"),
          new Row("text with wildcards", "F: 'va*e?'", "{'F': 'valued'}", "{'F': 'value'}"),
          new Row(
              "text with backslashes",
              "F|endswith: '\\cmd.exe'",
              "{'F': 'C:/x/\\\\\\\\cmd.exe'}",
              "{'F': 'xcmd.exe'}"),
          new Row("empty text", "F: ''", "{'F': ''}", "{'F': 'x'}"),
          new Row("number", "F: [4624, 4625]", "{'F': 4625}", "{'F': 4626}"),
          new Row("truth", "F: true", "{'F': 'True'}", "{'F': 'False'}"),
          new Row("null", "F: null", "{'G': '1'}", "{'F': '1'}"),
          new Row("list of values", "F: [a, b]", "{'F': 'b'}", "{'F': 'c'}"),
          new Row("list of maps", "- F: a\n- G: b", "{'G': 'b'}", "{'G': 'a'}"),
          new Row("keyword", "keyword", "{'F': 'a Keyword here'}", "{'F': 'none'}"),
          new Row("keywords", "- one\n- 4711", "{'F': 'x4711'}", "{'F': 'two'}"));

  static final List<Row> CONDITIONS =
      List.of(
          new Row("selection", "selection", "{'A': 'a'}", "{'A': 'x'}"),
          new Row(
              "selection and not filter_main_one",
              "selection and not filter_main_one",
              "{'A': 'a'}",
              "{'A': 'a', 'C': 'c'}"),
          new Row(
              "selection_a and selection_b",
              "selection_a and selection_b",
              "{'A': 'a', 'B': 'b'}",
              "{'A': 'a'}"),
          new Row(
              "selection_a or selection_b",
              "selection_a or selection_b",
              "{'B': 'b'}",
              "{'C': 'c'}"),
          new Row("1 of selection_*", "1 of selection_*", "{'B': 'b'}", "{'C': 'c'}"),
          new Row("all of selection_*", "all of selection_*", "{'A': 'a', 'B': 'b'}", "{'B': 'b'}"),
          new Row(
              "all of selection_* and not 1 of filter_main_* and not 1 of filter_optional_*",
              "all of selection_* and not 1 of filter_main_* and not 1 of filter_optional_*",
              "{'A': 'a', 'B': 'b'}",
              "{'A': 'a', 'B': 'b', 'D': 'd'}"),
          new Row(
              "selection_a or all of selection_*",
              "selection_a or all of selection_*",
              "{'A': 'a'}",
              "{'B': 'b'}"),
          new Row(
              "selection_a and (selection_b or not filter_main_one)",
              "selection_a and (selection_b or not filter_main_one)",
              "{'A': 'a'}",
              "{'A': 'a', 'C': 'c'}"),
          new Row(
              "not (selection_a or filter_main_one)",
              "not (selection_a or filter_main_one)",
              "{'B': 'b'}",
              "{'A': 'a'}"),
          new Row("1 of them", "1 of them", "{'D': 'd'}", "{'E': 'e'}"),
          new Row(
              "all of them",
              "all of them",
              "{'A': 'a', 'B': 'b', 'C': 'c', 'D': 'd'}",
              "{'A': 'a', 'B': 'b'}"));
}
