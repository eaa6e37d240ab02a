package io.mailtrail.ingest.api;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalServiceException;
import io.mailtrail.ingest.Credential;
import io.mailtrail.ingest.TenantConfig;
import io.mailtrail.ingest.api.Outcome.Answer;
import io.mailtrail.ingest.api.Outcome.Refusal;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tokens of Microsoft's clouds, by client credentials, through MSAL, which keeps and renews them. A
 * secret or certificate in a file is read again when it has changed.
 */
final class MsalTokens implements TokenProvider {
  private final TenantConfig tenant;
  private final IHttpClient http;
  private final CredentialFile file;
  private final ExecutorService thread;
  private ConfidentialClientApplication application;
  private String rejected;

  MsalTokens(TenantConfig tenant, IHttpClient http) {
    this.tenant = tenant;
    this.http = http;
    this.thread = thread(tenant.id());
    if (tenant.credential() instanceof Credential.SecretFile secret) {
      this.file = new CredentialFile(Path.of(secret.path()));
    } else if (tenant.credential() instanceof Credential.Certificate certificate) {
      this.file = new CredentialFile(Path.of(certificate.path()));
    } else {
      this.file = null;
    }
  }

  @Override
  public synchronized Outcome<String> token() throws InterruptedException {
    try {
      prepare();
      IAuthenticationResult result = acquire(false);
      if (result.accessToken().equals(rejected)) {
        result = acquire(true);
      }
      return new Answer<>(result.accessToken());
    } catch (MalformedURLException e) {
      return stop("bad_login_url", "the login address cannot be used");
    } catch (IOException e) {
      return stop("bad_credential_file", "the credential's file cannot be read");
    } catch (GeneralSecurityException | UnusableCredentialException e) {
      return file == null
          ? stop("bad_credential", "the secret is not one")
          : stop("bad_credential_file", "the credential's file holds nothing to sign in by");
    } catch (ExecutionException e) {
      return refusal(e.getCause()).toOutcome();
    }
  }

  /** MSAL does not take what is in the file: it was caught half-written, say. */
  private static final class UnusableCredentialException extends Exception {
    UnusableCredentialException(RuntimeException cause) {
      super(cause);
    }
  }

  /**
   * MSAL signs in in the JVM's common threads unless it is given others, and there one tenant's
   * login that stands still would hold up all. Ends when it has nothing to do.
   */
  private static ExecutorService thread(String tenant) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "mailtrail-sign-in-" + tenant);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public synchronized void reject(String token) {
    rejected = token;
  }

  /** Makes the application, and makes it anew where its credential has changed. */
  private void prepare() throws IOException, GeneralSecurityException, UnusableCredentialException {
    boolean changed = file != null && file.changed();
    if (application == null || changed) {
      application = null;
      try {
        application = application(credential());
      } catch (IllegalArgumentException | NullPointerException | MsalClientException e) {
        throw new UnusableCredentialException(e);
      }
    }
  }

  private ConfidentialClientApplication application(IClientCredential credential)
      throws MalformedURLException {
    return ConfidentialClientApplication.builder(tenant.clientId(), credential)
        .authority(tenant.loginUrl() + "/" + tenant.id() + "/")
        .httpClient(http)
        .executorService(thread)
        // The address was chosen by whoever wrote the settings; nobody else is asked for it.
        .instanceDiscovery(false)
        .build();
  }

  private IClientCredential credential() throws IOException, GeneralSecurityException {
    if (tenant.credential() instanceof Credential.Text text) {
      return ClientCredentialFactory.createFromSecret(text.secret().reveal());
    }
    if (tenant.credential() instanceof Credential.Certificate certificate) {
      return Certificates.read(file.contents(), certificate.password().reveal());
    }
    return ClientCredentialFactory.createFromSecret(
        new String(file.contents(), StandardCharsets.UTF_8).strip());
  }

  private IAuthenticationResult acquire(boolean skipCache)
      throws ExecutionException, InterruptedException {
    return application
        .acquireToken(
            ClientCredentialParameters.builder(Set.of(tenant.apiUrl() + "/.default"))
                .skipCache(skipCache)
                .build())
        .get();
  }

  private static Outcome<String> stop(String code, String message) {
    return Refusal.of(Remedy.STOP_TENANT, code, message).toOutcome();
  }

  private static Refusal refusal(Throwable cause) {
    if (cause instanceof MsalServiceException service
        && service.statusCode() != null
        && service.statusCode() >= 400
        && service.statusCode() < 500
        && service.statusCode() != 429) {
      return Refusal.of(
          Remedy.STOP_TENANT,
          String.valueOf(service.errorCode()),
          "signing in was refused: " + service.errorCode());
    }
    return Refusal.of(Remedy.RETRY, "sign_in_failed", "signing in failed: " + cause.getClass());
  }
}
