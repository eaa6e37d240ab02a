package io.mailtrail.dashboards;

import io.mailtrail.model.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The styles, scripts and pictures of the pages: exactly these files, read from the classpath once.
 * Their addresses carry a digest, so that browsers may keep them for good. Immutable.
 */
final class Assets {
  /** One file as it is served. */
  record Asset(byte[] content, String contentType, String address) {}

  private final Map<String, Asset> byName;

  private Assets(Map<String, Asset> byName) {
    this.byName = Map.copyOf(byName);
  }

  static Assets load() {
    Map<String, Asset> assets = new HashMap<>();
    add(assets, "console.css", "text/css", own("console.css"));
    add(assets, "console.js", "text/javascript", own("console.js"));
    add(assets, "icon.svg", "image/svg+xml", own("icon.svg"));
    add(assets, "htmx.js", "text/javascript", webJar("htmx.org", "dist/htmx.min.js"));
    add(assets, "chart.js", "text/javascript", webJar("chart.js", "dist/chart.umd.min.js"));
    return new Assets(assets);
  }

  private static void add(Map<String, Asset> assets, String name, String type, byte[] content) {
    String address = "/assets/" + Digests.sha256(content).substring(0, 12) + "/" + name;
    assets.put(name, new Asset(content, type + "; charset=utf-8", address));
  }

  private static byte[] own(String name) {
    return read("/io/mailtrail/dashboards/assets/" + name);
  }

  /** A file of a WebJar, in whichever version is on the classpath. */
  private static byte[] webJar(String artifact, String file) {
    Properties properties = new Properties();
    String pom = "/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
    try (InputStream in = Assets.class.getResourceAsStream(pom)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    return read("/META-INF/resources/webjars/" + artifact + "/" + version + "/" + file);
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the classpath: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a file that a page needs. */
  String address(String name) {
    return byName.get(name).address();
  }

  /** The file of that name, under whichever digest: an old page may still ask for an old one. */
  Optional<Asset> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
