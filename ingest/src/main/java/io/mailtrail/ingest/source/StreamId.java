package io.mailtrail.ingest.source;

import java.util.Objects;

/**
 * One tenant's content of one type: what is listed, and what progress is told about.
 *
 * @param tenant GUID of the tenant
 * @param contentType wire name of the content type
 */
record StreamId(String tenant, String contentType) {
  StreamId {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(contentType, "contentType");
  }
}
