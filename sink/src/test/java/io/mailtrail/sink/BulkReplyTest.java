package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers are put together from what OpenSearch 3.8.0 really said. */
class BulkReplyTest {
  @Test
  void readsARecordedAnswer() throws Exception {
    List<ItemReply> items = BulkReply.items(resource("bulk-mixed.json"));

    assertThat(items)
        .extracting(ItemReply::verdict)
        .containsExactly(
            ItemReply.Verdict.CREATED,
            ItemReply.Verdict.CONFLICT,
            ItemReply.Verdict.UPDATED,
            ItemReply.Verdict.REJECTED,
            ItemReply.Verdict.REJECTED,
            ItemReply.Verdict.RETRY,
            ItemReply.Verdict.RETRY);
    assertThat(items.get(3).describe())
        .isEqualTo(
            "400 mapper_parsing_exception: failed to parse field [d] of type [date] in document"
                + " with id 'b'. Preview of field's value: 'nonsense' (failed to parse date field"
                + " [nonsense] with format [strict_date_optional_time||epoch_millis])");
    assertThat(items.get(3).code()).isEqualTo("400 mapper_parsing_exception");
  }

  @Test
  void readsAnAnswerThatWasNotFiltered() throws Exception {
    byte[] body =
        """
        {"took":3,"errors":true,"items":[{"index":{"_index":"i","_id":"x","_version":2,
        "_shards":{"total":1,"successful":1,"failed":0},"_seq_no":1,"status":201}},
        {"index":{"_index":"i","_id":"y","status":429,"error":{"type":"x_exception","reason":null,
        "caused_by":null}}}]}
        """
            .getBytes(UTF_8);

    assertThat(BulkReply.items(body))
        .containsExactly(new ItemReply(201, "", ""), new ItemReply(429, "x_exception", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>bad gateway</html>",
        "[]",
        "{\"items\":[{\"index\":{\"status\":201}}",
        "{\"items\":[{\"index\":{\"status\":201}}]",
        "{\"items\":[{}]}",
        "{\"items\":[{\"index\":{}}]}",
        "{\"items\":[{\"index\":5}]}",
        "{\"items\":[{\"index\":{\"status\":201"
      })
  void doesNotTakeAPartForTheWhole(String body) {
    assertThatThrownBy(() -> BulkReply.items(body.getBytes(UTF_8))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "201, '', CREATED",
    "200, '', UPDATED",
    "409, version_conflict_engine_exception, CONFLICT",
    "400, mapper_parsing_exception, REJECTED",
    "400, strict_dynamic_mapping_exception, REJECTED",
    "400, illegal_argument_exception, REJECTED",
    "400, invalid_index_name_exception, REJECTED",
    "413, '', REJECTED",
    "429, opensearch_rejected_execution_exception, RETRY",
    "429, cluster_block_exception, RETRY",
    "429, circuit_breaking_exception, RETRY",
    "500, exception, RETRY",
    "503, unavailable_shards_exception, RETRY",
    "503, cluster_block_exception, RETRY",
    "403, cluster_block_exception, RETRY",
    "400, index_closed_exception, RETRY",
    "400, validation_exception, RETRY",
    "408, '', RETRY",
    "302, '', RETRY",
    "401, security_exception, FATAL",
    "403, security_exception, FATAL",
    "404, index_not_found_exception, FATAL",
  })
  void verdicts(int status, String errorType, ItemReply.Verdict verdict) {
    assertThat(new ItemReply(status, errorType, "").verdict()).isEqualTo(verdict);
  }

  static byte[] resource(String name) throws IOException {
    try (InputStream in = BulkReplyTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void tellsWhyAWholeRequestWasRefused() {
    assertThat(
            BulkReply.errorType(
                "{\"error\":{\"reason\":\"r\",\"type\":\"cluster_block_exception\"}}"
                    .getBytes(UTF_8)))
        .isEqualTo("cluster_block_exception");
    for (String other :
        List.of("", "<html>", "[]", "{}", "{\"error\":\"no permissions\"}", "{\"error\":{")) {
      assertThat(BulkReply.errorType(other.getBytes(UTF_8))).as(other).isEmpty();
    }
  }
}
