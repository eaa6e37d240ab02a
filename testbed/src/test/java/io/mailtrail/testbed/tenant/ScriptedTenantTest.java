package io.mailtrail.testbed.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScriptedTenantTest {
  @Test
  void blobsAreOfOneRecordAndOfManyAndNowAndThenOfNone() throws Exception {
    ScriptedTenant tenant = ScriptedTenant.of(ScriptedPlan.of(1).withBlobs(60, 40));
    List<Integer> sizes = new ArrayList<>();
    for (ScriptedBlob blob : tenant.allBlobs()) {
      JsonNode array = Json.mapper().readTree(blob.json());
      sizes.add(array.size());
      List<String> ids = new ArrayList<>();
      array.forEach(fields -> ids.add(fields.get("Id").textValue()));

      assertThat(ids).isEqualTo(blob.recordIds());
      assertThat(blob.estimatedBytes()).isGreaterThanOrEqualTo(blob.json().length / 2);
    }

    assertThat(sizes).contains(0, 1);
    assertThat(sizes).anyMatch(size -> size > 30);
    assertThat(sizes.stream().filter(size -> size == 1).count()).isGreaterThan(20);
  }

  @Test
  void aRepeatedRecordIsTheSameWithItsFieldsInAnotherOrder() throws Exception {
    ScriptedTenant tenant =
        ScriptedTenant.of(ScriptedPlan.of(2).withBlobs(20, 20).withRepeatedPerMille(300));
    Map<String, Set<JsonNode>> contents = new HashMap<>();
    Map<String, Set<String>> spellings = new HashMap<>();
    Map<String, Set<String>> blobs = new HashMap<>();
    for (ScriptedBlob blob : tenant.allBlobs()) {
      for (JsonNode fields : Json.mapper().readTree(blob.json())) {
        String id = fields.get("Id").textValue();
        contents.computeIfAbsent(id, it -> new HashSet<>()).add(fields);
        spellings.computeIfAbsent(id, it -> new HashSet<>()).add(fields.toString());
        blobs.computeIfAbsent(id, it -> new HashSet<>()).add(blob.contentId());
      }
    }

    assertThat(contents.values()).allMatch(distinct -> distinct.size() == 1);
    assertThat(spellings.values()).anyMatch(distinct -> distinct.size() > 1);
    assertThat(blobs.values()).anyMatch(several -> several.size() > 2);
  }

  @Test
  void aHugeBlobTakesNoMemory() throws Exception {
    ScriptedTenant tenant = ScriptedTenant.of(ScriptedPlan.of(3).withHugeBlob(40_000_000));
    ScriptedBlob huge =
        tenant.allBlobs().stream()
            .max((one, other) -> Long.compare(one.estimatedBytes(), other.estimatedBytes()))
            .orElseThrow();
    Counting counted = new Counting();
    huge.writeTo(counted);

    assertThat(counted.bytes).isBetween(40_000_000L, 60_000_000L);
    assertThat(counted.most).isLessThan(10_000);
    assertThat(huge.contentType()).isEqualTo(ContentType.EXCHANGE);
    assertThat(huge.recordIds()).hasSizeGreaterThan(30_000);
    assertThat(huge.recordIds().get(30_000)).hasSize(36);
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOthers() throws Exception {
    assertThat(bytes(4)).isEqualTo(bytes(4)).isNotEqualTo(bytes(5));
  }

  private static byte[] bytes(long seed) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ScriptedBlob blob : ScriptedTenant.of(seed).allBlobs()) {
      blob.writeTo(all);
    }
    return all.toByteArray();
  }

  private static final class Counting extends OutputStream {
    private long bytes;
    private int most;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] array, int offset, int length) {
      bytes += length;
      most = Math.max(most, length);
    }
  }
}
