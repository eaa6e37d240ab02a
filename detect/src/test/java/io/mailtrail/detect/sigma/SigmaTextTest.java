package io.mailtrail.detect.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigmaTextTest {
  @ParameterizedTest(name = "{0} on {1} is {2}")
  @CsvSource({
    "a\\b,      a\\b,       true",
    "a\\\\b,    a\\b,       true",
    "a\\*b,     a*b,        true",
    "a\\*b,     axb,        false",
    "a\\?b,     a?b,        true",
    "a\\?b,     axb,        false",
    "a\\\\*,    a\\xyz,     true",
    "a\\\\*,    axyz,       false",
    "a\\\\\\*,  a\\*,       true",
    "a\\\\\\*,  a\\x,       false",
    "a\\\\\\b,  a\\\\b,     true",
    "a\\\\\\\\b, a\\\\b,    true",
    "a\\,       a\\,        true",
    "**,        anything,   true",
    "a**b,      ab,         true",
    "?*,        a,          true",
    "?*,        '',         false",
    "*a*b*c*,   xxaxbxcx,   true",
    "*a*b*c*,   xxcxbxax,   false",
  })
  void escapesAndWildcardsMeanWhatTheSpecificationSays(
      String pattern, String value, boolean expected) {
    assertThat(SigmaText.parse(pattern).test(false).test(value)).isEqualTo(expected);
  }

  /** Against a regular expression written straight from the definition. */
  @Property(tries = 5_000)
  void everyPatternMatchesWhatItsRegularExpressionMatches(
      @ForAll("patterns") List<String> pattern, @ForAll("values") String value) {
    StringBuilder regex = new StringBuilder();
    for (String token : pattern) {
      switch (token) {
        case "*" -> regex.append(".*");
        case "?" -> regex.append('.');
        case "\\*", "\\?" -> regex.append(Pattern.quote(token.substring(1)));
        default -> regex.append(Pattern.quote(token));
      }
    }
    boolean expected =
        Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE)
            .matcher(value)
            .matches();
    assertThat(SigmaText.parse(String.join("", pattern)).test(false).test(value))
        .isEqualTo(expected);
  }

  @Provide
  Arbitrary<List<String>> patterns() {
    return Arbitraries.of("a", "B", "c", "*", "?", "\\*", "\\?").list().ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().withChars("abcABC*?\n").ofMaxLength(7);
  }
}
