package io.mailtrail.ingest.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import io.mailtrail.ingest.Child;
import io.mailtrail.ingest.Cloud;
import io.mailtrail.ingest.Credential;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refused;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Secret;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What MSAL sends to a login address, with each kind of credential. */
class MsalTokensTest {
  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String PASSWORD = "open sesame";

  @TempDir static Path folder;
  private static Path pkcs12;
  private static KeyStore store;

  private final Login login = new Login();

  /** Takes every request and gives a new token. */
  private static final class Login implements IHttpClient {
    final List<String> urls = new ArrayList<>();
    final List<Map<String, String>> forms = new ArrayList<>();
    final List<String> threads = new ArrayList<>();
    int status = 200;

    @Override
    public IHttpResponse send(HttpRequest request) {
      urls.add(request.url().toString());
      threads.add(Thread.currentThread().getName());
      Map<String, String> form = new HashMap<>();
      for (String field : request.body().split("&", -1)) {
        int equals = field.indexOf('=');
        form.put(field.substring(0, equals), URLDecoder.decode(field.substring(equals + 1), UTF_8));
      }
      forms.add(form);
      HttpResponse response = new HttpResponse();
      response.addHeaders(Map.of("Content-Type", List.of("application/json")));
      return response
          .statusCode(status)
          .body(
              status == 200
                  ? "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"token"
                      + forms.size()
                      + "\"}"
                  : "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215\"}");
    }
  }

  @BeforeAll
  static void makeCertificate() throws Exception {
    pkcs12 = folder.resolve("client.p12");
    Child.run(
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "client",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=mailtrail",
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            pkcs12.toString(),
            "-storepass",
            PASSWORD),
        Duration.ofMinutes(3));
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(pkcs12)) {
      store.load(in, PASSWORD.toCharArray());
    }
  }

  @Test
  void aCertificateInPkcs12SignsTheAssertion() throws Exception {
    assertSignedIn(new Credential.Certificate(pkcs12.toString(), new Secret(PASSWORD)));
  }

  @Test
  void aCertificateInPemSignsTheAssertion() throws Exception {
    Path pem = folder.resolve("client.pem");
    Files.writeString(
        pem,
        pem("PRIVATE KEY", store.getKey("client", PASSWORD.toCharArray()).getEncoded())
            + pem("CERTIFICATE", store.getCertificate("client").getEncoded()));
    assertSignedIn(new Credential.Certificate(pem.toString(), new Secret("")));
  }

  private void assertSignedIn(Credential credential) throws Exception {
    assertThat(token(tokens(credential))).isEqualTo("token1");
    assertThat(login.urls)
        .containsExactly("https://login.microsoftonline.us/" + ID + "/oauth2/v2.0/token");
    Map<String, String> form = login.forms.get(0);
    assertThat(form)
        .containsEntry("grant_type", "client_credentials")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .doesNotContainKey("client_secret");
    assertThat(form.get("scope")).contains("https://manage.office365.us/.default");
    String[] jwt = form.get("client_assertion").split("\\.", -1);
    Certificate certificate = store.getCertificate("client");
    String header = new String(Base64.getUrlDecoder().decode(jwt[0]), UTF_8);
    Signature signature =
        Signature.getInstance(header.contains("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
    if (header.contains("PS256")) {
      signature.setParameter(
          new java.security.spec.PSSParameterSpec(
              "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
    }
    signature.initVerify(certificate);
    signature.update((jwt[0] + "." + jwt[1]).getBytes(US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
    assertThat(new String(Base64.getUrlDecoder().decode(jwt[1]), UTF_8)).contains(ID);
  }

  @Test
  void aSecretFileIsReadAgainWhenItChanges() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "first\n");
    MsalTokens tokens = tokens(new Credential.SecretFile(file.toString()));
    assertThat(token(tokens)).isEqualTo("token1");
    assertThat(token(tokens)).as("kept while it is good").isEqualTo("token1");
    Files.writeString(file, "other\n");
    assertThat(token(tokens)).isEqualTo("token2");
    assertThat(login.forms)
        .extracting(form -> form.get("client_secret"))
        .containsExactly("first", "other");
  }

  @Test
  void aTokenThatIsRejectedIsNotGivenAgain() throws Exception {
    MsalTokens tokens = tokens(new Credential.Text(new Secret("s")));
    assertThat(token(tokens)).isEqualTo("token1");
    tokens.reject("token1");
    assertThat(token(tokens)).isEqualTo("token2");
  }

  @Test
  void whatCannotBeUsedStopsTheTenantWithoutARequest() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "-----BEGIN NOTHING-----");
    for (Credential bad :
        List.of(
            new Credential.SecretFile(folder.resolve("absent").toString()),
            new Credential.Certificate(empty.toString(), new Secret("")),
            new Credential.Certificate(pkcs12.toString(), new Secret("wrong")))) {
      assertThat(stopped(tokens(bad))).isEqualTo("bad_credential_file");
    }
    assertThat(login.urls).isEmpty();
  }

  @Test
  void whatMsalDoesNotTakeStopsTheTenantToo() throws Exception {
    Path blank = Files.writeString(folder.resolve("blank"), "\n");
    Path letters =
        Files.writeString(
            folder.resolve("letters.pem"),
            "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n"
                + pem("CERTIFICATE", store.getCertificate("client").getEncoded()));
    Path empty = folder.resolve("empty.p12");
    KeyStore nothing = KeyStore.getInstance("PKCS12");
    nothing.load(null, null);
    try (var out = Files.newOutputStream(empty)) {
      nothing.store(out, PASSWORD.toCharArray());
    }
    Path keyless = folder.resolve("keyless.p12");
    nothing.setCertificateEntry("only", store.getCertificate("client"));
    try (var out = Files.newOutputStream(keyless)) {
      nothing.store(out, PASSWORD.toCharArray());
    }
    for (Credential bad :
        List.of(
            new Credential.SecretFile(blank.toString()),
            new Credential.Certificate(letters.toString(), new Secret("")),
            new Credential.Certificate(empty.toString(), new Secret(PASSWORD)),
            new Credential.Certificate(keyless.toString(), new Secret(PASSWORD)))) {
      assertThat(stopped(tokens(bad))).as(bad.toString()).isEqualTo("bad_credential_file");
    }
    assertThat(stopped(tokens(new Credential.Text(new Secret(" "))))).isEqualTo("bad_credential");
    assertThat(login.urls).isEmpty();
  }

  @Test
  void aSecretFileCaughtEmptyWhileItIsExchangedIsReadAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("rotated"), "");
    MsalTokens tokens = tokens(new Credential.SecretFile(file.toString()));
    assertThat(stopped(tokens)).isEqualTo("bad_credential_file");
    assertThat(stopped(tokens)).as("unchanged").isEqualTo("bad_credential_file");
    Files.writeString(file, "whole");
    assertThat(token(tokens)).isEqualTo("token1");
  }

  @Test
  void aTenantSignsInInAThreadOfItsOwn() throws Exception {
    assertThat(token(tokens(new Credential.Text(new Secret("s"))))).isEqualTo("token1");
    assertThat(login.threads).containsExactly("mailtrail-sign-in-" + ID);
  }

  @Test
  void aWrongSecretStopsTheTenant() throws Exception {
    login.status = 401;
    assertThat(stopped(tokens(new Credential.Text(new Secret("s"))))).isEqualTo("invalid_client");
  }

  private static String stopped(MsalTokens tokens) throws InterruptedException {
    Outcome<String> outcome = tokens.token();
    assertThat(outcome).isInstanceOf(Refused.class);
    Outcome.Refusal refusal = ((Refused<String>) outcome).refusal();
    assertThat(refusal.remedy()).isEqualTo(Remedy.STOP_TENANT);
    return refusal.code();
  }

  private static String token(MsalTokens tokens) throws InterruptedException {
    Outcome<String> outcome = tokens.token();
    assertThat(outcome).isInstanceOf(Answer.class);
    return ((Answer<String>) outcome).value();
  }

  private MsalTokens tokens(Credential credential) {
    return new MsalTokens(
        new TenantConfig(
                "t",
                ID,
                ID,
                new Secret(""),
                Cloud.GCC_HIGH.loginUrl(),
                Cloud.GCC_HIGH.apiUrl(),
                ID,
                List.of(ContentType.EXCHANGE))
            .withCredential(credential),
        login);
  }

  private static String pem(String title, byte[] der) {
    return "-----BEGIN "
        + title
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der)
        + "\n-----END "
        + title
        + "-----\n";
  }
}
