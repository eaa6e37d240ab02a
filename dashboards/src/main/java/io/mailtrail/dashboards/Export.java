package io.mailtrail.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.QueryText;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.Window;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.dashboards.store.StoreException;
import io.mailtrail.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Writes the records of a search, page by page, up to a limit. A page that fails or is incomplete
 * breaks the export off: a file that ended early would look like a whole one.
 */
final class Export {
  private static final int PAGE_SIZE = 500;

  static final List<String> CSV_COLUMNS =
      List.of(
          "@timestamp",
          "event.id",
          "user.email",
          "event.action",
          "event.outcome",
          "event.provider",
          "mailtrail.mailbox.owner",
          "mailtrail.mailbox.access_type",
          "user.target.email",
          "source.ip",
          "source.geo.country_name",
          "source.as.number",
          "source.as.organization.name",
          "user_agent.original",
          "session.id",
          "email.subject",
          "file.name",
          "o365.audit.ObjectId",
          "message");

  /** How a record is written. */
  enum Format {
    CSV("text/csv; charset=utf-8", "csv") {
      @Override
      String header() {
        return String.join(",", CSV_COLUMNS) + "\r\n";
      }

      @Override
      byte[] record(Document document) {
        StringBuilder line = new StringBuilder();
        for (String column : CSV_COLUMNS) {
          line.append(line.length() == 0 ? "" : ",");
          line.append(csv(String.join("; ", document.texts(column))));
        }
        return line.append("\r\n").toString().getBytes(UTF_8);
      }
    },
    JSON_LINES("application/x-ndjson; charset=utf-8", "jsonl") {
      @Override
      String header() {
        return "";
      }

      @Override
      byte[] record(Document document) {
        byte[] json = Json.bytes(document.source());
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
      }
    };

    private final String contentType;
    private final String extension;

    Format(String contentType, String extension) {
      this.contentType = contentType;
      this.extension = extension;
    }

    String contentType() {
      return contentType;
    }

    String extension() {
      return extension;
    }

    abstract String header();

    abstract byte[] record(Document document);
  }

  private final Store store;
  private final EventQuery queries;
  private final int limit;

  Export(Store store, EventQuery queries, int limit) {
    this.store = store;
    this.queries = queries;
    this.limit = limit;
  }

  /** The first page: what is refused is refused before anything is written. */
  Answer first(SearchState state, Window window) {
    Optional<String> refusal = QueryText.refusal(state.query());
    if (refusal.isPresent()) {
      return new Answer.Refused(refusal.get(), false);
    }
    return page(state.withCursor(null), window, Math.min(PAGE_SIZE, limit));
  }

  private Answer page(SearchState state, Window window, int size) {
    return store.search(Index.EVENTS, queries.records(state, window, size));
  }

  /**
   * Writes the first page and those that follow.
   *
   * @throws StoreException if a page cannot be had whole
   */
  void write(Answer.Found first, SearchState state, Window window, Format format, OutputStream out)
      throws IOException {
    out.write(format.header().getBytes(UTF_8));
    int written = 0;
    Answer.Found page = first;
    while (true) {
      if (page.isPartial()) {
        throw new StoreException("a page of an export is incomplete", null);
      }
      JsonNode last = null;
      for (JsonNode hit : page.hits()) {
        out.write(format.record(Document.of(hit)));
        written++;
        last = hit;
      }
      if (page.hits().size() < PAGE_SIZE || written >= limit) {
        return;
      }
      SearchState next = state.withCursor(EventSearch.cursor(last, false));
      page = page(next, window, Math.min(PAGE_SIZE, limit - written)).orThrow();
    }
  }

  /**
   * A cell. Quoted where it must be; and a text that a spreadsheet would take for a formula gets an
   * apostrophe in front, since what stands in a record is written by strangers.
   */
  static String csv(String text) {
    String cell = text;
    if (!cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0) {
      cell = "'" + cell;
    }
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
