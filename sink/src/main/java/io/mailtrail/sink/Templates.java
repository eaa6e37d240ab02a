package io.mailtrail.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index templates: files beside this class, one per kind of index, each with a version that a
 * change of the file raises.
 *
 * <p>Installing changes nothing where nothing has changed. A new version also extends the mapping
 * of the indices that are there (fields can be added to an index, not changed); a version newer
 * than ours stays, so that an older release can run beside a newer one.
 */
public final class Templates {
  private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

  private static final List<Template> BUNDLED =
      List.of(
          load("mailtrail-events", "events.json", EventIndex.EMPTY),
          load("mailtrail-alerts", "alerts.json", EventIndex.ALERTS),
          load("mailtrail-failed", "failed.json", EventIndex.FAILED),
          load("mailtrail-ledger", "ledger.json", EventIndex.LEDGER),
          load("mailtrail-coverage", "coverage.json", EventIndex.COVERAGE));

  /**
   * One template.
   *
   * @param startIndex made at once, so that searching works before there is anything to find
   * @param body what OpenSearch is sent, but for the replicas
   */
  record Template(String name, long version, String startIndex, ObjectNode body) {
    String pattern() {
      return body.path("index_patterns").path(0).asText();
    }

    JsonNode mappings() {
      return body.path("template").path("mappings");
    }

    byte[] withReplicas(int replicas) {
      ObjectNode copy = body.deepCopy();
      ((ObjectNode) copy.path("template").path("settings").path("index"))
          .put("number_of_replicas", replicas);
      return Json.bytes(copy);
    }
  }

  private Templates() {}

  /** The templates that this release brings. */
  static List<Template> bundled() {
    return BUNDLED;
  }

  private static Template load(String name, String file, String startIndex) {
    try (InputStream in = Templates.class.getResourceAsStream("templates/" + file)) {
      ObjectNode body = (ObjectNode) Json.mapper().readTree(in);
      return new Template(name, body.path("version").longValue(), startIndex, body);
    } catch (IOException e) {
      throw new UncheckedIOException("our own template cannot be read: " + file, e);
    }
  }

  /**
   * Installs the templates and makes the indices that do not depend on a month. Blocks.
   *
   * @param replicas copies of each shard beside the first; 0 on a single node
   * @throws SinkException saying what OpenSearch refused, or that it cannot be reached
   */
  public static void install(OpenSearchAccess access, int replicas) {
    try (OpenSearchHttp http = OpenSearchHttp.open(access)) {
      Map<String, Long> installed = installed(http);
      for (Template template : BUNDLED) {
        install(http, template, installed.getOrDefault(template.name(), 0L), replicas);
      }
    } catch (IOException e) {
      throw new SinkException("the client of OpenSearch does not close", e);
    }
  }

  private static Map<String, Long> installed(OpenSearchHttp http) throws IOException {
    Reply.Answered answer =
        answer("list index templates", http.get("/_index_template/mailtrail-*"));
    if (answer.status() == 404) {
      return Map.of();
    }
    require("list index templates", answer);
    return TemplateGuard.versions(answer.body());
  }

  private static void install(
      OpenSearchHttp http, Template template, long installed, int replicas) {
    if (installed > template.version()) {
      LOG.atWarn()
          .addKeyValue("template", template.name())
          .addKeyValue("installed", installed)
          .addKeyValue("bundled", template.version())
          .log("index template is newer than this release; it stays");
      return;
    }
    String put = "put index template " + template.name();
    byte[] body = template.withReplicas(replicas);
    require(put, answer(put, http.put("/_index_template/" + template.name(), body)));

    String create = "create index " + template.startIndex();
    Reply.Answered created = answer(create, http.put("/" + template.startIndex(), new byte[0]));
    if (!isAlreadyThere(created)) {
      require(create, created);
    }
    String extend = "extend the mapping of " + template.pattern();
    byte[] mappings = Json.bytes(template.mappings());
    require(extend, answer(extend, http.put("/" + template.pattern() + "/_mapping", mappings)));
  }

  private static boolean isAlreadyThere(Reply.Answered answer) {
    return answer.status() == 400
        && error(answer).path("type").asText().equals("resource_already_exists_exception");
  }

  private static Reply.Answered answer(String what, CompletableFuture<Reply> reply) {
    try {
      if (reply.join() instanceof Reply.Answered answer) {
        return answer;
      }
      throw new SinkException(
          "cannot " + what + ": " + ((Reply.Unreachable) reply.join()).reason());
    } catch (CompletionException e) {
      throw new SinkException("cannot " + what + ": " + e.getCause().getMessage(), e.getCause());
    }
  }

  private static void require(String what, Reply.Answered answer) {
    if (answer.status() != 200) {
      throw new SinkException(
          "cannot "
              + what
              + ": status "
              + answer.status()
              + " "
              + error(answer).path("reason").asText());
    }
  }

  private static JsonNode error(Reply.Answered answer) {
    try {
      return Json.mapper().readTree(answer.body()).path("error");
    } catch (IOException e) {
      return Json.mapper().missingNode();
    }
  }
}
