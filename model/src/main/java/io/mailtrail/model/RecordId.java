package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * The identity of an audit record: {@code tenant/Id}, both in lower case. Everything that is made
 * from the record (event, alert evidence, document) goes by it, so a repeat changes nothing.
 */
public final class RecordId {
  private RecordId() {}

  /** An id longer than {@link Limits#MAX_ID_BYTES} is replaced by its digest. */
  public static String of(String tenant, String id) {
    String full = (tenant + "/" + id.strip()).toLowerCase(Locale.ROOT);
    return full.getBytes(UTF_8).length <= Limits.MAX_ID_BYTES
        ? full
        : tenant.toLowerCase(Locale.ROOT) + "/sha256:" + Digests.sha256(full.getBytes(UTF_8));
  }

  /**
   * What identifies a record, read from its bytes without building anything.
   *
   * @param id the top-level {@code Id}, or null
   * @param organizationId the top-level {@code OrganizationId}, or null
   */
  public record Scan(String id, String organizationId) {
    /** The record id, if there is an Id and a tenant: the one given, else the organization's. */
    public Optional<String> recordId(String tenant) {
      String owner = tenant.isEmpty() ? organizationId : tenant;
      return id == null || id.isBlank() || owner == null
          ? Optional.empty()
          : Optional.of(of(owner, id));
    }
  }

  /**
   * Reads the top-level {@code Id} and {@code OrganizationId}, in whatever letter case. Bytes that
   * are not JSON, or are too deep, give what was found before the fault: the normaliser is the one
   * who says why a record is bad.
   */
  public static Scan scan(byte[] record) {
    String id = null;
    String organization = null;
    try (JsonParser parser = Json.factory().createParser(record)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Scan(null, null);
      }
      while ((id == null || organization == null) && parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
          if (id == null && name.equalsIgnoreCase("Id")) {
            id = parser.getText();
          } else if (organization == null && name.equalsIgnoreCase("OrganizationId")) {
            organization = parser.getText();
          }
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      return new Scan(id, organization);
    }
    return new Scan(id, organization);
  }
}
