package io.mailtrail.ingest;

import io.mailtrail.model.ContentType;
import io.mailtrail.model.config.Setting;
import io.mailtrail.model.config.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the tenants out of the settings. */
final class TenantSettings {
  static final List<Setting> SETTINGS =
      List.of(
          new Setting("tenants.*.id", null, "GUID of the tenant."),
          new Setting("tenants.*.client-id", null, "GUID of the application that signs in."),
          new Setting(
              "tenants.*.client-secret",
              "",
              "Its secret; best given by environment. This, a secret file or a certificate."),
          new Setting(
              "tenants.*.client-secret-file",
              "",
              "File that holds the secret; read again when it changes."),
          new Setting(
              "tenants.*.certificate-file",
              "",
              "Certificate with private key, PEM or PKCS#12 (.p12, .pfx); read again when it"
                  + " changes."),
          new Setting("tenants.*.certificate-password", "", "Password of a PKCS#12 file."),
          new Setting(
              "tenants.*.cloud",
              "enterprise",
              "Microsoft's cloud: `enterprise`, `gcc`, `gcc-high` or `dod`."),
          new Setting("tenants.*.login-url", "", "Where to sign in; empty: the cloud's."),
          new Setting("tenants.*.api-url", "", "Where the API is; empty: the cloud's."),
          new Setting(
              "tenants.*.publisher-id", "", "PublisherIdentifier; empty: the tenant's own id."),
          new Setting(
              "tenants.*.content-types",
              "Audit.AzureActiveDirectory,Audit.Exchange,Audit.SharePoint,Audit.General",
              "What to collect; DLP.All needs one more permission."),
          new Setting(
              "tenants.*.requests-per-minute",
              "2000",
              "The tenant's quota at the API, 10 to 60000; no more is asked."),
          new Setting("tenants.*.fetches", "4", "Blobs of this tenant fetched at once, 1 to 64."));

  private static final Pattern GUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private TenantSettings() {}

  static List<TenantConfig> from(Settings settings) {
    List<TenantConfig> tenants = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String name : settings.names("tenants")) {
      String prefix = "tenants." + name + ".";
      TenantConfig tenant = tenant(settings, name, prefix);
      if (!ids.add(tenant.id())) {
        settings.problem(prefix + "id", "is the id of another tenant too");
      }
      tenants.add(tenant);
    }
    if (tenants.isEmpty()) {
      settings.problem("tenants", "no tenant is configured");
    }
    return tenants;
  }

  private static TenantConfig tenant(Settings settings, String name, String prefix) {
    String id = guid(settings, prefix + "id");
    String publisher = settings.text(prefix + "publisher-id");
    Cloud cloud = cloud(settings, prefix + "cloud");
    return new TenantConfig(
        name,
        id,
        guid(settings, prefix + "client-id"),
        credential(settings, prefix),
        origin(settings, prefix + "login-url", cloud.loginUrl()),
        origin(settings, prefix + "api-url", cloud.apiUrl()),
        publisher.isEmpty() ? id : guid(settings, prefix + "publisher-id"),
        contentTypes(settings, prefix + "content-types"),
        settings.integer(prefix + "requests-per-minute", 10, 60_000),
        settings.integer(prefix + "fetches", 1, 64));
  }

  private static Credential credential(Settings settings, String prefix) {
    List<Credential> given = new ArrayList<>();
    if (!settings.secret(prefix + "client-secret").isEmpty()) {
      given.add(new Credential.Text(settings.secret(prefix + "client-secret")));
    }
    String secretFile = settings.text(prefix + "client-secret-file");
    if (!secretFile.isEmpty()) {
      given.add(new Credential.SecretFile(secretFile));
    }
    String certificate = settings.text(prefix + "certificate-file");
    if (!certificate.isEmpty()) {
      given.add(
          new Credential.Certificate(
              certificate, settings.secret(prefix + "certificate-password")));
    }
    if (given.isEmpty()) {
      settings.problem(
          prefix + "client-secret", "this, client-secret-file or certificate-file is required");
      return new Credential.Text(settings.secret(prefix + "client-secret"));
    }
    if (given.size() > 1) {
      settings.problem(
          prefix + "client-secret",
          "only one of client-secret, client-secret-file and certificate-file may be set");
    }
    return given.get(0);
  }

  private static Cloud cloud(Settings settings, String key) {
    String name = settings.text(key);
    Optional<Cloud> cloud = Cloud.named(name);
    if (cloud.isEmpty()) {
      settings.problem(key, "must be enterprise, gcc, gcc-high or dod, is \"" + name + "\"");
    }
    return cloud.orElse(Cloud.ENTERPRISE);
  }

  private static String guid(Settings settings, String key) {
    String text = settings.text(key);
    if (!text.isEmpty() && !GUID.matcher(text).matches()) {
      settings.problem(key, "must be a GUID, is \"" + text + "\"");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** An address without a path: https, or http on loopback. */
  private static URI origin(Settings settings, String key, URI otherwise) {
    if (settings.text(key).isEmpty()) {
      return otherwise;
    }
    URI uri = settings.uri(key);
    if (uri.getScheme().equals("http")
        && !LOOPBACK.contains(uri.getHost())
        && !uri.getHost().endsWith(".invalid")) {
      settings.problem(key, "must be https, except on loopback: secrets travel to it");
    }
    String path = uri.getPath();
    if (path != null && !path.isEmpty()) {
      if (path.equals("/")) {
        return URI.create(uri.toString().substring(0, uri.toString().length() - 1));
      }
      settings.problem(key, "must have no path, is " + uri);
    }
    return uri;
  }

  private static List<ContentType> contentTypes(Settings settings, String key) {
    List<ContentType> types = new ArrayList<>();
    for (String name : settings.list(key)) {
      Optional<ContentType> type = ContentType.ofWireName(name);
      if (type.isEmpty()) {
        settings.problem(key, "no such content type: " + name);
      } else if (!types.contains(type.get())) {
        types.add(type.get());
      }
    }
    if (types.isEmpty()) {
      settings.problem(key, "must name at least one content type");
    }
    return types;
  }
}
