package io.mailtrail.ingest;

import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Secret;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * One tenant to collect from.
 *
 * @param name what the settings call it
 * @param id GUID of the tenant
 * @param clientId GUID of the application that signs in
 * @param credential by which it signs in
 * @param loginUrl where to sign in, without a path
 * @param apiUrl where the API is, without a path; also the audience of tokens
 * @param publisherId GUID sent as {@code PublisherIdentifier} on every call
 * @param requestsPerMinute the tenant's quota: no more requests are made to the API
 * @param fetches blobs fetched at once, at most
 */
public record TenantConfig(
    String name,
    String id,
    String clientId,
    Credential credential,
    URI loginUrl,
    URI apiUrl,
    String publisherId,
    List<ContentType> contentTypes,
    int requestsPerMinute,
    int fetches)
    implements Serializable {

  /** Microsoft's baseline for every tenant; larger ones have more. */
  public static final int BASELINE_PER_MINUTE = 2_000;

  /** How many blobs of a tenant are fetched at once where nothing else is said. */
  public static final int DEFAULT_FETCHES = 4;

  public TenantConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(clientId, "clientId");
    Objects.requireNonNull(credential, "credential");
    Objects.requireNonNull(loginUrl, "loginUrl");
    Objects.requireNonNull(apiUrl, "apiUrl");
    Objects.requireNonNull(publisherId, "publisherId");
    contentTypes = List.copyOf(contentTypes);
  }

  /** A tenant with a client secret and the baseline quota. */
  public TenantConfig(
      String name,
      String id,
      String clientId,
      Secret clientSecret,
      URI loginUrl,
      URI apiUrl,
      String publisherId,
      List<ContentType> contentTypes) {
    this(
        name,
        id,
        clientId,
        new Credential.Text(clientSecret),
        loginUrl,
        apiUrl,
        publisherId,
        contentTypes,
        BASELINE_PER_MINUTE,
        DEFAULT_FETCHES);
  }

  /** The same tenant with this quota. */
  public TenantConfig withQuota(int newRequestsPerMinute, int newFetches) {
    return new TenantConfig(
        name,
        id,
        clientId,
        credential,
        loginUrl,
        apiUrl,
        publisherId,
        contentTypes,
        newRequestsPerMinute,
        newFetches);
  }

  /** The same tenant that signs in by this. */
  public TenantConfig withCredential(Credential newCredential) {
    return new TenantConfig(
        name,
        id,
        clientId,
        newCredential,
        loginUrl,
        apiUrl,
        publisherId,
        contentTypes,
        requestsPerMinute,
        fetches);
  }
}
