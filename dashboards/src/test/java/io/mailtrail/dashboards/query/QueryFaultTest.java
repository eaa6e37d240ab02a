package io.mailtrail.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryFaultTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Cannot parse 'foo(': Encountered \"<EOF>\" at line 1, column 4.|ends too early",
        "Cannot parse 'a) b': Encountered \" \")\" \") \"\" at line 1, column 1.|“)” at position 2",
        "Cannot parse 'AND': Encountered \" <AND> \"AND \"\" at line 1, column 0.|“AND” at position 1",
        "Lexical error at line 1, column 6.  Encountered: <EOF> after : \"\\\"open\"|never closed",
        "'abc' is not an IP string literal.|“abc” is not an IP address",
        "failed to parse date field [yesterday] with format [x]|“yesterday” is not a date",
        "For input string: \"x\"|“x” is not a number",
        "Can't parse boolean value [maybe], expected [true] or [false]|neither true nor false",
      })
  void saysWhatIsWrongInOneSentence(String reason, String expected) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode error = answer.putObject("error");
    error.put("type", "search_phase_execution_exception").put("reason", "all shards failed");
    error.putObject("caused_by").put("type", "parse_exception").put("reason", reason);

    assertThat(QueryFault.sentence(answer)).contains(expected).doesNotContain("\n").endsWith(".");
  }

  @Property(tries = 200)
  void aReasonNobodyKnowsIsStillOneShortSentence(@ForAll String reason) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("error").put("type", "strange").put("reason", reason);

    assertThat(QueryFault.sentence(answer)).isNotBlank().hasSizeLessThan(300);
  }

  @Test
  void anAnswerWithoutAReasonIsASentenceToo() {
    assertThat(QueryFault.sentence(JsonNodeFactory.instance.objectNode()))
        .isEqualTo("OpenSearch did not accept the query.");
  }
}
