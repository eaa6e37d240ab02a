package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a tenant's records back out of its blobs, as a consumer would. */
final class TenantRecords {
  private TenantRecords() {}

  /** Every record once, but for those that cannot be read. */
  static List<JsonNode> distinct(Collection<ContentBlob> blobs) {
    return distinct(blobs, fields -> true);
  }

  /** The same of some records only: fifty thousand are half a gigabyte as trees. */
  static List<JsonNode> distinct(Collection<ContentBlob> blobs, Predicate<JsonNode> which) {
    Set<String> seen = new HashSet<>();
    List<JsonNode> records = new ArrayList<>();
    for (ContentBlob blob : blobs) {
      List<byte[]> bytes = blob.records();
      for (int i = 0; i < bytes.size(); i++) {
        if (seen.add(blob.recordIds().get(i))) {
          parse(bytes.get(i)).filter(which).ifPresent(records::add);
        }
      }
    }
    return records;
  }

  static Optional<JsonNode> parse(byte[] json) {
    try {
      return Optional.of(Json.mapper().readTree(json));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
