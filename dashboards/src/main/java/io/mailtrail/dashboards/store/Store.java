package io.mailtrail.dashboards.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.dashboards.query.QueryFault;
import io.mailtrail.model.Json;
import io.mailtrail.model.Limits;
import io.mailtrail.model.config.Secret;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Request;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.OpenSearchTransport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;

/** Reads the indices. Connects when first asked. Thread-safe. */
public final class Store implements AutoCloseable {
  private static final String JSON = "application/json; charset=UTF-8";

  /** What a shard says of a query that it cannot read. */
  private static final Set<String> FAULTS_OF_THE_QUERY =
      Set.of(
          "query_shard_exception",
          "parse_exception",
          "parsing_exception",
          "illegal_argument_exception",
          "number_format_exception");

  /** As deep as documents get, and strings as long as a record in base64. */
  private static final ObjectMapper ANSWERS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Limits.MAX_MESSAGE_BYTES)
                          .build())
                  .build())
          .build();

  private final OpenSearchTransport transport;
  private final OpenSearchGenericClient client;
  private final Map<String, String> searchParameters;

  /**
   * @param user empty for no sign-in
   * @param queryTimeout after which a search is cancelled in OpenSearch
   */
  public Store(URI url, String user, Secret password, Duration queryTimeout) {
    Timeout connect = Timeout.ofSeconds(5);
    // A search first gives up by itself and answers with what it has; this is for when it cannot.
    Timeout answer = Timeout.ofMilliseconds(queryTimeout.toMillis() * 2 + 5_000);
    HttpHost host = new HttpHost(url.getScheme(), url.getHost(), url.getPort());
    ApacheHttpClient5TransportBuilder builder = ApacheHttpClient5TransportBuilder.builder(host);
    if (url.getPath() != null && url.getPath().length() > 1) {
      builder.setPathPrefix(url.getPath());
    }
    builder.setRequestConfigCallback(
        request -> request.setConnectionRequestTimeout(connect).setResponseTimeout(answer));
    builder.setConnectionConfigCallback(
        connection -> connection.setConnectTimeout(connect).setSocketTimeout(answer));
    if (!user.isEmpty()) {
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(host),
          new UsernamePasswordCredentials(user, password.reveal().toCharArray()));
      builder.setHttpClientConfigCallback(http -> http.setDefaultCredentialsProvider(credentials));
    }
    transport = builder.build();
    client = new OpenSearchGenericClient(transport);
    searchParameters =
        Map.of(
            // No record has arrived yet, or no alert: an empty result, not an error.
            "ignore_unavailable", "true",
            "allow_no_indices", "true",
            "cancel_after_time_interval", queryTimeout.toMillis() * 2 + "ms");
  }

  /**
   * Runs a search request.
   *
   * @throws StoreException if OpenSearch cannot be reached or fails
   */
  public Answer search(Index index, JsonNode request) {
    Request search =
        Requests.builder()
            .endpoint("/" + index.indexName() + "/_search")
            .method("POST")
            .query(searchParameters)
            .body(json(request))
            .build();
    try (Response response = execute(search)) {
      JsonNode body = body(response);
      int status = response.getStatus();
      if (status == 200) {
        return found(body);
      }
      if (status == 400) {
        return new Answer.Refused(QueryFault.sentence(body), false);
      }
      throw new StoreException("OpenSearch answered a search with status " + status, null);
    } catch (SocketTimeoutException e) {
      return new Answer.Refused(
          "The search took too long and was given up: narrow the time range or the query.", true);
    } catch (IOException e) {
      throw new StoreException("OpenSearch does not answer", e);
    }
  }

  /**
   * Shards that a time range rules out never read the query. So where others cannot read it, the
   * answer as a whole is a success with failed shards, which is no reason to show half a result.
   */
  private static Answer found(JsonNode body) {
    JsonNode failures = body.path("_shards").path("failures");
    for (JsonNode failure : failures) {
      if (FAULTS_OF_THE_QUERY.contains(failure.path("reason").path("type").asText())) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putObject("error").set("failed_shards", failures);
        return new Answer.Refused(QueryFault.sentence(answer), false);
      }
    }
    return new Answer.Found(body);
  }

  /** Every field that event documents can be asked for, by the mapping. */
  public Set<String> fieldNames() {
    JsonNode answer =
        get(
            "/" + Index.EVENTS.indexName() + "/_field_caps",
            Map.of("fields", "*", "ignore_unavailable", "true", "allow_no_indices", "true"));
    Set<String> names = new TreeSet<>();
    answer.path("fields").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** OpenSearch's own account of its health. */
  public JsonNode health() {
    return get("/_cluster/health", Map.of("timeout", "2s"));
  }

  /** Number of its version. */
  public String version() {
    return get("/", Map.of()).path("version").path("number").asText("");
  }

  private JsonNode get(String endpoint, Map<String, String> query) {
    Request request = Requests.builder().endpoint(endpoint).method("GET").query(query).build();
    try (Response response = execute(request)) {
      if (response.getStatus() >= 400) {
        throw new StoreException("OpenSearch answered with status " + response.getStatus(), null);
      }
      return body(response);
    } catch (IOException e) {
      throw new StoreException("OpenSearch does not answer", e);
    }
  }

  /**
   * Asks a second time where a connection broke: after a restart of OpenSearch the pooled ones do.
   */
  private Response execute(Request request) throws IOException {
    try {
      return client.execute(request);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return client.execute(request);
    }
  }

  private static Body json(JsonNode request) {
    return Body.from(Json.bytes(request), JSON);
  }

  private static JsonNode body(Response response) throws IOException {
    if (response.getBody().isEmpty()) {
      return MissingNode.getInstance();
    }
    try (Body body = response.getBody().get()) {
      return ANSWERS.readTree(body.bodyAsBytes());
    }
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      throw new StoreException("the connections to OpenSearch cannot be closed", e);
    }
  }
}
