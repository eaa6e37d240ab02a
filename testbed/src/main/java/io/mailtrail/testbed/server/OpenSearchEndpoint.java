package io.mailtrail.testbed.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * The OpenSearch of a test, shared with the other test classes of the JVM. No authentication.
 *
 * @param uri where clients connect
 * @param version such as {@code 3.8.0}
 */
public record OpenSearchEndpoint(URI uri, String version) {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** What OpenSearch answered. */
  public record Answer(int status, String body) {
    /** The body, if the request was done; else an error that names what was refused. */
    public String orThrow() {
      if (status / 100 != 2) {
        throw new ServerException("OpenSearch refused with status " + status + ": " + body);
      }
      return body;
    }
  }

  /**
   * Sends one request, past any client library, to look at what is really there.
   *
   * @param path such as {@code /mailtrail-events/_count}
   * @param json the body, or nothing
   */
  public Answer send(String method, String path, String json) {
    try {
      HttpResponse<String> answer = LoopbackHttp.send(method, uri.resolve(path), json, TIMEOUT);
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      throw new ServerException("OpenSearch did not answer " + method + " " + path + ": " + e, e);
    }
  }

  public Answer get(String path) {
    return send("GET", path, "");
  }

  /** A name for an index that nobody else in this JVM or server has. */
  public String uniqueName(String beginning) {
    return UniqueName.from(beginning);
  }

  /** Deletes every index, template, alias and pipeline whose name begins with {@code mailtrail}. */
  public void clear() {
    send("DELETE", "/mailtrail*?expand_wildcards=all", "").orThrow();
    for (String kind :
        new String[] {"_index_template", "_component_template", "_ingest/pipeline"}) {
      Answer answer = send("DELETE", "/" + kind + "/mailtrail*", "");
      if (answer.status() != 404) {
        answer.orThrow();
      }
    }
  }
}
