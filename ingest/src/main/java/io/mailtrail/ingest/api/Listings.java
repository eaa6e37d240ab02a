package io.mailtrail.ingest.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.ingest.api.ActivityApi.Listed;
import io.mailtrail.ingest.api.ActivityApi.Unreadable;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Reads the JSON answers of the subscription calls. */
final class Listings {
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  /** How long content is kept where the listing does not say. */
  private static final Duration KEPT = Duration.ofDays(7);

  private Listings() {}

  /** What the entries of one page say; to pass over one in silence would be to lose a blob. */
  record Entries(List<Listed> blobs, List<Unreadable> unreadable) {}

  /**
   * @throws IOException if it is no list of entries; one that cannot be read is among the result
   */
  static Entries entries(InputStream body) throws IOException {
    List<Listed> blobs = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    for (JsonNode entry : array(body)) {
      String id = entry.path("contentId").asText();
      String uri = entry.path("contentUri").asText();
      Instant created = null;
      try {
        created = instant(entry.path("contentCreated").asText());
        String expiration = entry.path("contentExpiration").asText();
        Instant expires = expiration.isEmpty() ? created.plus(KEPT) : instant(expiration);
        if (id.isEmpty() || uri.isEmpty()) {
          unreadable.add(new Unreadable(id, created, "an entry of the listing names no content"));
        } else {
          blobs.add(new Listed(id, uri, created, expires));
        }
      } catch (DateTimeParseException e) {
        unreadable.add(
            new Unreadable(id, created, "an entry of the listing has no time that can be read"));
      }
    }
    return new Entries(blobs, unreadable);
  }

  /** Wire names of those that say that they are enabled. */
  static List<String> enabled(InputStream body) throws IOException {
    List<String> enabled = new ArrayList<>();
    for (JsonNode entry : array(body)) {
      if (entry.path("status").asText().equalsIgnoreCase("enabled")) {
        enabled.add(entry.path("contentType").asText());
      }
    }
    return enabled;
  }

  private static JsonNode array(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException("the listing is larger than " + MAX_BYTES + " bytes");
    }
    JsonNode root = Json.mapper().readTree(bytes);
    if (root == null || !root.isArray()) {
      throw new IOException("the listing is not an array");
    }
    return root;
  }

  /** ISO, with a zone or, as the API also writes it, without one and then in UTC. */
  private static Instant instant(String text) {
    return text.endsWith("Z")
        ? Instant.parse(text)
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
