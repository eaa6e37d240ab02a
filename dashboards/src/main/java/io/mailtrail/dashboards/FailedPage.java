package io.mailtrail.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.dashboards.query.CollectionQuery;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Index;
import io.mailtrail.dashboards.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the list of failed records, and shows the bytes of one. */
final class FailedPage {
  private static final int PAGE_SIZE = 50;

  private final Store store;

  FailedPage(Store store) {
    this.store = store;
  }

  FailedView view(Map<String, List<String>> parameters) {
    String code = parameters.getOrDefault("code", List.of("")).get(0);
    int page = AlertsPage.page(parameters.getOrDefault("page", List.of("1")).get(0));
    Answer.Found found =
        store
            .search(Index.FAILED, CollectionQuery.failed(code, (page - 1) * PAGE_SIZE, PAGE_SIZE))
            .orThrow();
    List<FailedView.Row> rows = new ArrayList<>();
    found.hits().forEach(hit -> rows.add(row(Document.of(hit))));
    return new FailedView(
        reasons(found, code),
        code,
        rows,
        found.total(),
        page > 1 ? link(code, page - 1) : null,
        found.total() > (long) page * PAGE_SIZE ? link(code, page + 1) : null);
  }

  private static List<FailedView.Reason> reasons(Answer.Found found, String current) {
    List<FailedView.Reason> reasons = new ArrayList<>();
    for (JsonNode stage : found.aggregation(CollectionQuery.STAGES).path("buckets")) {
      for (JsonNode code : stage.path(CollectionQuery.CODES).path("buckets")) {
        String name = code.path("key").asText("");
        reasons.add(
            new FailedView.Reason(
                stage.path("key").asText("").toLowerCase(Locale.ROOT),
                name,
                code.path("doc_count").asLong(),
                name.equals(current) ? "/failed" : link(name, 1),
                name.equals(current)));
      }
    }
    return reasons;
  }

  private static String link(String code, int page) {
    List<SearchState.Parameter> parameters = new ArrayList<>();
    if (!code.isEmpty()) {
      parameters.add(new SearchState.Parameter("code", code));
    }
    if (page > 1) {
      parameters.add(new SearchState.Parameter("page", Integer.toString(page)));
    }
    return parameters.isEmpty() ? "/failed" : "/failed?" + SearchState.encode(parameters);
  }

  private static FailedView.Row row(Document document) {
    return new FailedView.Row(
        document.id(),
        document.instant("@timestamp").map(Show::time).orElse(""),
        document.text("stage").toLowerCase(Locale.ROOT),
        document.text("code"),
        Show.cut(document.text("message"), 400),
        document.text("container"),
        document.number("ordinal"),
        Links.failedPart(document.id()));
  }

  /** Empty where there is no such document. */
  Optional<FailedView.Detail> detail(String id) {
    return document(id).map(FailedPage::detail);
  }

  /** The record's own bytes. */
  Optional<byte[]> bytes(String id) {
    return document(id).map(FailedPage::original);
  }

  private Optional<Document> document(String id) {
    JsonNode hit = store.search(Index.FAILED, CollectionQuery.byId(id)).orThrow().hits().path(0);
    return hit.isMissingNode() ? Optional.empty() : Optional.of(Document.of(hit));
  }

  private static byte[] original(Document document) {
    try {
      return Base64.getDecoder().decode(document.text("original"));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static FailedView.Detail detail(Document document) {
    byte[] original = original(document);
    Preview preview = Preview.of(original);
    String recordId = document.text("recordId");
    String container = document.text("container");
    return new FailedView.Detail(
        document.id(),
        document.text("tenant"),
        recordId,
        recordId.isEmpty() ? null : Links.event(recordId),
        container,
        Links.search("mailtrail.container", container, null, Duration.ZERO),
        Show.bytes(original.length),
        preview.text(),
        preview.cut(),
        preview.content(),
        Links.failedBytes(document.id()));
  }
}
