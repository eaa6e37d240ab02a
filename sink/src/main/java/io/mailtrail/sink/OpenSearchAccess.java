package io.mailtrail.sink;

import io.mailtrail.model.config.Secret;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * How to reach OpenSearch.
 *
 * @param url http or https address, with a path if it stands behind one
 * @param user empty where OpenSearch asks for no sign-in
 * @param requestTimeout how long one request may take in all
 */
public record OpenSearchAccess(URI url, String user, Secret password, Duration requestTimeout)
    implements Serializable {
  public OpenSearchAccess {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(requestTimeout, "requestTimeout");
  }

  /** Without a sign-in, and with a minute for a request. */
  public static OpenSearchAccess of(URI url) {
    return new OpenSearchAccess(url, "", new Secret(""), Duration.ofSeconds(60));
  }
}
