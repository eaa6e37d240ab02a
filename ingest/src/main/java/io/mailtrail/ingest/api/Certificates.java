package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a certificate and its private key out of a PEM or PKCS#12 file. */
final class Certificates {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----");

  private Certificates() {}

  /**
   * @throws GeneralSecurityException if it holds no certificate with its key, or the password is
   *     wrong
   */
  static IClientCredential read(byte[] file, String password)
      throws GeneralSecurityException, IOException {
    String text = new String(file, US_ASCII);
    return text.contains("-----BEGIN ")
        ? pem(text)
        : ClientCredentialFactory.createFromCertificate(new ByteArrayInputStream(file), password);
  }

  private static IClientCredential pem(String text) throws GeneralSecurityException {
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw new GeneralSecurityException("the file holds no unencrypted PKCS#8 private key");
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> chain = new ArrayList<>();
    Matcher certificate = CERTIFICATE.matcher(text);
    while (certificate.find()) {
      Certificate parsed =
          factory.generateCertificate(
              new ByteArrayInputStream(certificate.group().getBytes(US_ASCII)));
      chain.add((X509Certificate) parsed);
    }
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("the file holds no certificate");
    }
    PrivateKey privateKey =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
    return ClientCredentialFactory.createFromCertificateChain(privateKey, chain);
  }
}
