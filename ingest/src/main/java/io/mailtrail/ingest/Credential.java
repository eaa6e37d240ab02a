package io.mailtrail.ingest;

import io.mailtrail.model.config.Secret;
import java.io.Serializable;
import java.util.Objects;

/**
 * By what an application shows that it is the one it says. Files are named, not read: what is in
 * them is read when it is needed, and again when it has changed.
 */
public sealed interface Credential extends Serializable {
  /** A client secret that was given with the settings. */
  record Text(Secret secret) implements Credential {
    public Text {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /** A file that holds the client secret and nothing else; blanks around it do not count. */
  record SecretFile(String path) implements Credential {
    public SecretFile {
      Objects.requireNonNull(path, "path");
    }
  }

  /**
   * A certificate with its private key.
   *
   * @param path PEM (certificate and unencrypted PKCS#8 key in one file) or PKCS#12 ({@code .p12},
   *     {@code .pfx})
   * @param password of a PKCS#12 file; empty where it has none
   */
  record Certificate(String path, Secret password) implements Credential {
    public Certificate {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(password, "password");
    }
  }
}
