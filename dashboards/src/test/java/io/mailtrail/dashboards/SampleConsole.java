package io.mailtrail.dashboards;

import io.mailtrail.model.config.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The console over the sample data, to look at while working on it: {@code SampleConsole OPENSEARCH
 * PORT [empty|keep]}. Unless told to keep what is there, it deletes every mailtrail index first.
 */
final class SampleConsole {
  private SampleConsole() {}

  public static void main(String[] arguments) throws Exception {
    URI openSearch = URI.create(arguments[0]);
    String data = arguments.length > 2 ? arguments[2] : "sample";
    if (!data.equals("keep")) {
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(openSearch.resolve("/mailtrail-*?expand_wildcards=all"))
                  .DELETE()
                  .build(),
              HttpResponse.BodyHandlers.discarding());
    }
    if (data.equals("sample")) {
      SampleIndices.fill(openSearch, SampleData.make());
    }
    ConsoleConfig config =
        ConsoleConfig.from(
            Settings.of(
                Map.of("opensearch.url", arguments[0], "listen.port", arguments[1]),
                ConsoleConfig.SETTINGS));
    Console console = Console.start(config, Clock.fixed(SampleData.NOW, ZoneOffset.UTC));
    System.out.println(console.uri());
  }
}
