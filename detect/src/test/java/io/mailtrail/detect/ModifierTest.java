package io.mailtrail.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row per modifier and combination: item of a detection, event, whether it matches. */
class ModifierTest {
  static Stream<Arguments> rows() {
    return Stream.of(
        // no modifier: whole value, any letter case, wildcards
        row("F: value", "{'F': 'VALUE'}", true),
        row("F: value", "{'F': 'a value'}", false),
        row("F: va*e", "{'F': 'Valuable'}", true),
        row("F: va?ue", "{'F': 'value'}", true),
        row("F: va?ue", "{'F': 'vaue'}", false),
        row("F: [a, b]", "{'F': 'b'}", true),
        row("F: [a, b]", "{'F': 'c'}", false),
        row("F: b", "{'F': ['a', 'b']}", true),
        row("F: 50074", "{'F': 50074}", true),
        row("F: 010", "{'F': '010'}", true),
        row("F: True", "{'F': true}", true),
        row("F: stra\u00dfe", "{'F': 'STRA\u00dfE'}", true),
        row("F: \u00e4", "{'F': '\u00c4'}", true),
        // null and empty
        row("F: null", "{'G': '1'}", true),
        row("F:", "{'G': '1'}", true),
        row("F: null", "{'F': ''}", false),
        row("F: ''", "{'F': ''}", true),
        row("F: ''", "{'G': '1'}", false),
        row("F: ['', x]", "{'F': ''}", true),
        row("F: '*'", "{'F': 'anything'}", true),
        row("F: '*'", "{'G': '1'}", false),
        // placement
        row("F|contains: alu", "{'F': 'VALUE'}", true),
        row("F|contains: alu", "{'F': 'vale'}", false),
        row("F|contains: 'a*e'", "{'F': 'xxabcexx'}", true),
        row("F|contains: ''", "{'F': 'x'}", true),
        row("F|startswith: va", "{'F': 'Value'}", true),
        row("F|startswith: al", "{'F': 'Value'}", false),
        row("F|endswith: ue", "{'F': 'VALUE'}", true),
        row("F|endswith: lu", "{'F': 'value'}", false),
        row("F|endswith: longervalue", "{'F': 'value'}", false),
        // all
        row("F|contains|all: [a, b]", "{'F': 'xaxbx'}", true),
        row("F|contains|all: [a, b]", "{'F': 'xax'}", false),
        row("F|all: [a, b]", "{'F': ['b', 'a']}", true),
        // cased
        row("F|cased: Value", "{'F': 'Value'}", true),
        row("F|cased: Value", "{'F': 'value'}", false),
        row("F|contains|cased: AL", "{'F': 'vALue'}", true),
        row("F|contains|cased: AL", "{'F': 'value'}", false),
        row("F|cased: V?lue", "{'F': 'value'}", false),
        // neq
        row("F|neq: a", "{'F': 'b'}", true),
        row("F|neq: a", "{'F': 'A'}", false),
        row("F|neq: [a, b]", "{'F': 'b'}", false),
        // regular expressions
        row("F|re: 'v[a-z]+e'", "{'F': 'xxvaluexx'}", true),
        row("F|re: '^v[a-z]+e$'", "{'F': 'xxvaluexx'}", false),
        row("F|re: 'VALUE'", "{'F': 'value'}", false),
        row("F|re|i: 'VALUE'", "{'F': 'value'}", true),
        row("F|re: '^b$'", "{'F': 'a\\nb\\nc'}", false),
        row("F|re|m: '^b$'", "{'F': 'a\\nb\\nc'}", true),
        row("F|re: 'a.b'", "{'F': 'a\\nb'}", false),
        row("F|re|s: 'a.b'", "{'F': 'a\\nb'}", true),
        row("F|re|i|s: 'A.B'", "{'F': 'a\\nb'}", true),
        row("F|re: ['x', 'y']", "{'F': 'y'}", true),
        row("F|re|all: ['x', 'y']", "{'F': 'y'}", false),
        // networks
        row("F|cidr: 10.0.0.0/8", "{'F': '10.1.2.3'}", true),
        row("F|cidr: 10.0.0.0/8", "{'F': '11.1.2.3'}", false),
        row("F|cidr: [10.0.0.0/8, 192.168.0.0/16]", "{'F': '192.168.9.9'}", true),
        row("F|cidr: 2001:db8::/33", "{'F': '2001:db8:7fff::1'}", true),
        row("F|cidr: 2001:db8::/33", "{'F': '2001:db8:8000::1'}", false),
        row("F|cidr: 0.0.0.0/0", "{'F': 'not an address'}", false),
        // numbers
        row("F|gt: 5", "{'F': 6}", true),
        row("F|gt: 5", "{'F': '5'}", false),
        row("F|gte: 5", "{'F': '5.0'}", true),
        row("F|lt: 5", "{'F': -7}", true),
        row("F|lte: 5", "{'F': '5'}", true),
        row("F|lte: 5", "{'F': 'five'}", false),
        row("F|gt: 5", "{'F': '10'}", true),
        // existence
        row("F|exists: true", "{'F': ''}", true),
        row("F|exists: true", "{'G': '1'}", false),
        row("F|exists: false", "{'G': '1'}", true),
        // references
        row("F|fieldref: G", "{'F': 'a', 'G': 'A'}", true),
        row("F|fieldref: G", "{'F': 'a', 'G': 'b'}", false),
        row("F|fieldref: G", "{'F': 'a'}", false),
        row("F|fieldref|cased: G", "{'F': 'a', 'G': 'A'}", false),
        row("F|fieldref|endswith: G", "{'F': 'x@evil.example', 'G': 'evil.example'}", true),
        row("F|fieldref|neq: G", "{'F': 'a', 'G': 'b'}", true),
        row("F|fieldref|startswith: G", "{'F': 'evil.example/x', 'G': 'evil'}", true),
        row("F|fieldref|contains: G", "{'F': 'an evil thing', 'G': 'EVIL'}", true),
        row("F|fieldref|contains|cased: G", "{'F': 'an evil thing', 'G': 'EVIL'}", false),
        row("F|fieldref|neq: G", "{'F': 'a', 'G': 'A'}", false),
        // neq with others
        row("F|neq: 5", "{'F': 6}", true),
        row("F|contains|neq: b", "{'F': 'abc'}", false),
        row("F|re|neq: '^a'", "{'F': 'abc'}", false),
        row("F|cidr|neq: 10.0.0.0/8", "{'F': '11.1.2.3'}", true),
        row("F|neq: a", "{'G': '1'}", true),
        // parts of a time, as written in the record
        row("F|minute: 30", "{'F': '2026-03-01T02:30:59'}", true),
        row("F|hour: 2", "{'F': '2026-03-01T02:30:59Z'}", true),
        row("F|hour: [1, 2]", "{'F': '2026-03-01 02:30:59'}", true),
        row("F|hour|gte: 22", "{'F': '2026-03-01T21:59:59Z'}", false),
        row("F|hour|gte: 22", "{'F': '2026-03-01T22:00:00Z'}", true),
        row("F|hour|neq: 2", "{'F': '2026-03-01T02:30:59Z'}", false),
        row("F|day: 1", "{'F': '2026-03-01'}", true),
        row("F|week: 9", "{'F': '2026-03-01T02:30:59Z'}", true),
        row("F|month: 3", "{'F': '2026-03-01T02:30:59Z'}", true),
        row("F|year: 2026", "{'F': '2026-03-01T02:30:59Z'}", true),
        row("F|year: 2026", "{'F': 'not a date'}", false),
        row("F|hour: 2", "{'F': '2026-03-01'}", false),
        // placeholders: placeholders/Administrators.txt has the lines adm_* and root
        row("F|expand: '%Administrators%'", "{'F': 'adm_kim'}", true),
        row("F|expand: '%Administrators%'", "{'F': 'Root'}", true),
        row("F|expand: '%Administrators%'", "{'F': 'kim'}", false),
        row("F|expand: '%Administrators%@contoso.com'", "{'F': 'root@contoso.com'}", true),
        row("F|contains|expand: '%Administrators%'", "{'F': 'the root of it'}", true),
        row("F|expand|contains: '%Administrators%'", "{'F': 'the root of it'}", true),
        row("F|expand: '\\%Administrators\\%'", "{'F': '%Administrators%'}", true),
        row("F: '%Administrators%'", "{'F': '%Administrators%'}", true),
        // encodings
        row("F|base64: foobar", "{'F': 'Zm9vYmFy'}", true),
        row("F|base64offset|contains: /bin/bash", "{'F': 'eHgvYmluL2Jhc2h4'}", true),
        row("F|base64offset|contains: /bin/bash", "{'F': 'eC9iaW4vYmFzaHh4'}", true),
        row("F|base64offset|contains: /bin/bash", "{'F': 'L2Jpbi9iYXNoeHg='}", true),
        row("F|base64offset|contains: /bin/bash", "{'F': 'L2Jpbi9zaA=='}", false),
        row("F|wide|base64: foo", "{'F': 'ZgBvAG8A'}", true),
        row("F|utf16le|base64: foo", "{'F': 'ZgBvAG8A'}", true),
        row("F|utf16be|base64: foo", "{'F': 'AGYAbwBv'}", true),
        row("F|utf16|base64: foo", "{'F': '//5mAG8AbwA='}", true),
        row("F|wide|base64offset|contains: ping", "{'F': 'eHAAaQBuAGcA'}", true),
        // dashes
        row("F|windash: -param", "{'F': '/param'}", true),
        row("F|windash|contains: ' -a -b '", "{'F': 'x /a \u2013b y'}", true),
        row("F|windash: a-b", "{'F': 'a/b'}", false),
        row("F|windash|contains|all: [-a, -b]", "{'F': '/a /b'}", true));
  }

  private static Arguments row(String item, String event, boolean matches) {
    return Arguments.of(item, event, matches);
  }

  @ParameterizedTest(name = "{0} on {1} is {2}")
  @MethodSource("rows")
  void matchesAsTheSpecificationSays(String item, String event, boolean matches) {
    assertThat(Rules.matches("selection:\n  " + item + "\ncondition: selection", event))
        .isEqualTo(matches);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusals")
  void whatCannotBeIsRefusedByName(String item, String why) {
    assertThat(
            Rules.refusal(Rules.event("rule", "selection:\n  " + item + "\ncondition: selection")))
        .contains("rule0.yml", "rule rule", "detection.selection", why);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("F|expand: '%users%'", "placeholders/users.txt"),
        Arguments.of("F|hour: three", "not a number"),
        Arguments.of("F|hour|contains: 3", "contains"),
        Arguments.of("F|reversed: x", "modifier reversed is unknown"),
        Arguments.of("F|re: '(?=x)y'", "RE2"),
        Arguments.of("F|re: '[a'", "RE2"),
        Arguments.of("F|cidr: 10.0.0.0/33", "not a network"),
        Arguments.of("F|cidr: evil.example", "not a network"),
        Arguments.of("F|gt: many", "not a number"),
        Arguments.of("F|exists: maybe", "true or false"),
        Arguments.of("F|all: x", "at least two"),
        Arguments.of("F|contains: null", "null"),
        Arguments.of("F: [a, null]", "null"),
        Arguments.of("F: []", "empty"),
        Arguments.of("F: {a: b}", "plain values"),
        Arguments.of("F|base64: 'a*'", "wildcards"),
        Arguments.of("F|re|contains: a", "contains"),
        Arguments.of("F|re|cidr: a", "contradict"),
        Arguments.of("F|i: a", "modifier i is unknown"));
  }

  @Test
  void keywordsAreFoundAnywhereInTheRecord() {
    String any = "keywords: [evilservice, 'x?y']\ncondition: keywords";
    assertThat(Rules.matches(any, "{'F': {'G': 'the EvilService runs'}}")).isTrue();
    assertThat(Rules.matches(any, "{'F': 'x-y'}")).isTrue();
    assertThat(Rules.matches(any, "{'F': 'good'}")).isFalse();
    String all = "keywords:\n  '|all': [one, two]\ncondition: keywords";
    assertThat(Rules.matches(all, "{'F': 'one', 'G': 'two'}")).isTrue();
    assertThat(Rules.matches(all, "{'F': 'one'}")).isFalse();
  }

  @Test
  void aListOfMapsIsMetByAnyAndAMapByAllItsItems() {
    String detection = "sel:\n  - {A: '1', B: '1'}\n  - {C: '1'}\ncondition: sel";
    assertThat(Rules.matches(detection, "{'A': '1', 'B': '1'}")).isTrue();
    assertThat(Rules.matches(detection, "{'A': '1'}")).isFalse();
    assertThat(Rules.matches(detection, "{'C': '1'}")).isTrue();
  }
}
