package io.mailtrail.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a running console for pages. */
final class Pages {
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI console;

  Pages(Console console) {
    this.console = console.uri();
  }

  /** What came back. */
  record Page(int status, String body, HttpResponse<String> response) {
    /** Everything that the pattern's first group matches, in order. */
    List<String> all(String pattern) {
      List<String> found = new ArrayList<>();
      Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(body);
      while (matcher.find()) {
        found.add(unescaped(matcher.group(1)));
      }
      return found;
    }

    String one(String pattern) {
      List<String> found = all(pattern);
      if (found.size() != 1) {
        throw new AssertionError(found.size() + " of " + pattern + " in " + body);
      }
      return found.get(0);
    }

    /** How many records the search found. */
    long total() {
      return Long.parseLong(one("class=\"total\"[^>]*><strong>([0-9,]+)<").replace(",", ""));
    }

    List<String> times() {
      return all("<tr class=\"record\">.*?<time>(.*?)</time>");
    }

    List<String> recordLinks() {
      return all("class=\"expander\" href=\"(.*?)\"");
    }
  }

  static String unescaped(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /**
   * The tags and the names of their attributes, as a browser reads them: without text and values.
   */
  static String skeleton(String html) {
    StringBuilder skeleton = new StringBuilder();
    boolean inTag = false;
    char quote = 0;
    for (int i = 0; i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (!inTag) {
        inTag = c == '<';
        skeleton.append(inTag ? "<" : "");
      } else {
        quote = c == '"' || c == '\'' ? c : 0;
        inTag = c != '>';
        skeleton.append(c);
      }
    }
    return skeleton.toString();
  }

  Page get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(console.resolve(path)).GET().build());
  }

  Page search(String query) throws IOException, InterruptedException {
    return get("/?t=all&q=" + URLEncoder.encode(query, UTF_8));
  }

  Page post(String path) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(console.resolve(path))
            .header("X-HTTP-Method-Override", "GET")
            .POST(HttpRequest.BodyPublishers.ofString("q=x"))
            .build());
  }

  private Page send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    return new Page(response.statusCode(), response.body(), response);
  }

  /** The status line for a request under any host name, which a client would not send. */
  String statusLineFor(String host) throws IOException {
    try (Socket socket = new Socket(console.getHost(), console.getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answer.lines().findFirst().orElse("");
    }
  }
}
