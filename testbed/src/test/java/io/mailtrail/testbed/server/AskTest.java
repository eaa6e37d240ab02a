package io.mailtrail.testbed.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class AskTest {
  private final Properties properties = new Properties();

  @Test
  void theSystemPropertyOverridesTheEnvironment() {
    Map<String, String> environment = Map.of("MAILTRAIL_TEST_SERVERS", "testcontainers");
    assertThat(Ask.value(Ask.TEST_SERVERS, properties, environment)).contains("testcontainers");

    properties.setProperty("mailtrail.test.servers", "process");
    assertThat(Ask.value(Ask.TEST_SERVERS, properties, environment)).contains("process");
  }

  @Test
  void whatIsBlankIsNotAsked() {
    properties.setProperty("mailtrail.opensearch.version", " ");
    assertThat(
            Ask.value(
                Ask.OPENSEARCH_VERSION, properties, Map.of("MAILTRAIL_OPENSEARCH_VERSION", "")))
        .isEmpty();
  }

  @Test
  void aLineOfOpenSearchIsNamedByItsFirstNumberOrExactly() {
    assertThat(OpenSearchLine.parse("2")).isEqualTo(OpenSearchLine.V2);
    assertThat(OpenSearchLine.parse("3")).isEqualTo(OpenSearchLine.V3);
    assertThat(OpenSearchLine.parse("V3")).isEqualTo(OpenSearchLine.V3);
    assertThat(OpenSearchLine.parse(OpenSearchLine.V2.version())).isEqualTo(OpenSearchLine.V2);
    assertThatThrownBy(() -> OpenSearchLine.parse("1"))
        .isInstanceOf(ServerException.class)
        .hasMessage("MAILTRAIL_OPENSEARCH_VERSION=1: say 2 or 3.");
  }

  @Test
  void theVersionsAreThoseOfTheBuild() {
    assertThat(OpenSearchLine.V3.version()).matches("3\\.\\d+\\.\\d+");
    assertThat(OpenSearchLine.V2.version()).matches("2\\.\\d+\\.\\d+");
    assertThat(Versions.kafka()).matches("\\d+\\.\\d+\\.\\d+");
  }
}
