package io.mailtrail.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends one batch of documents and says what has become of each. Never blocks; thread-safe. The
 * future fails only with a {@link SinkException}, when trying again would not help.
 */
final class BulkSender {
  private static final int MAX_REASON_CHARS = 1_000;

  private final OpenSearchHttp http;
  private final Conflicts conflicts;
  private final TemplateGuard templates;

  BulkSender(OpenSearchHttp http) {
    this.http = http;
    this.conflicts = new Conflicts(http);
    this.templates = new TemplateGuard(http);
  }

  /** The outcome of each document, in the order of the batch. */
  CompletableFuture<List<Settled>> send(List<Document> batch) {
    return templates
        .check()
        .thenCompose(
            obstacle ->
                obstacle.isEmpty()
                    ? post(batch)
                    : CompletableFuture.completedFuture(all(batch, Outcome.RETRY, obstacle.get())));
  }

  private CompletableFuture<List<Settled>> post(List<Document> batch) {
    return http.post("/_bulk", BulkReply.FILTER, OpenSearchHttp.NDJSON, BulkBody.of(batch))
        .thenCompose(reply -> settle(batch, reply));
  }

  private CompletableFuture<List<Settled>> settle(List<Document> batch, Reply reply) {
    if (reply instanceof Reply.Unreachable lost) {
      templates.forget();
      return CompletableFuture.completedFuture(all(batch, Outcome.RETRY, lost.reason()));
    }
    Reply.Answered answer = (Reply.Answered) reply;
    if (answer.status() == 200) {
      return settleItems(batch, answer.body());
    }
    if (answer.isTransient()) {
      templates.forget();
      return CompletableFuture.completedFuture(
          all(batch, Outcome.RETRY, "status " + answer.status()));
    }
    String errorType = BulkReply.errorType(answer.body());
    if (ItemReply.isNotTheDocumentsFault(errorType)) {
      // A block on the whole cluster: status 403, and no refusal of the sign-in.
      return CompletableFuture.completedFuture(
          all(batch, Outcome.RETRY, answer.status() + " " + errorType));
    }
    if (answer.status() == 400 || answer.status() == 413) {
      return isolate(batch, answer);
    }
    throw new SinkException(refusal(answer));
  }

  private static String refusal(Reply.Answered answer) {
    return answer.isSignInRefused()
        ? "OpenSearch refuses the sign-in, or writing, with status " + answer.status()
        : "no OpenSearch takes bulk requests at this address: status " + answer.status();
  }

  /**
   * The request as a whole is refused: it is too large, or one document spoils it (an id that is
   * too long does). Halves are sent, until the culprit stands alone.
   */
  private CompletableFuture<List<Settled>> isolate(List<Document> batch, Reply.Answered answer) {
    if (batch.size() == 1) {
      String reason =
          answer.status() == 413
              ? "413: too large for a request"
              : "400: " + new String(answer.body(), UTF_8);
      return CompletableFuture.completedFuture(all(batch, Outcome.REJECTED, shorten(reason)));
    }
    int middle = batch.size() / 2;
    return post(batch.subList(0, middle))
        .thenCompose(
            first ->
                post(batch.subList(middle, batch.size()))
                    .thenApply(
                        second -> {
                          List<Settled> settled = new ArrayList<>(first);
                          settled.addAll(second);
                          return settled;
                        }));
  }

  private CompletableFuture<List<Settled>> settleItems(List<Document> batch, byte[] body) {
    List<ItemReply> items;
    try {
      items = BulkReply.items(body);
    } catch (IOException e) {
      return CompletableFuture.completedFuture(
          all(batch, Outcome.RETRY, "the answer cannot be read"));
    }
    if (items.size() != batch.size()) {
      return CompletableFuture.completedFuture(
          all(batch, Outcome.RETRY, "the answer does not speak of every document"));
    }
    List<Settled> settled = new ArrayList<>(batch.size());
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      ItemReply item = items.get(i);
      settled.add(settle(batch.get(i), item));
      if (item.verdict() == ItemReply.Verdict.CONFLICT) {
        open.add(i);
      }
    }
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(settled);
    }
    return conflicts
        .resolve(open.stream().map(batch::get).toList())
        .thenApply(
            outcomes -> {
              for (int i = 0; i < open.size(); i++) {
                int place = open.get(i);
                if (outcomes.get(i) != Outcome.RETRY) {
                  settled.set(place, Settled.of(batch.get(place), outcomes.get(i)));
                }
              }
              return settled;
            });
  }

  /** A conflict is settled by a look at what is there; this holds its place. */
  private static Settled settle(Document document, ItemReply item) {
    return switch (item.verdict()) {
      case CREATED -> Settled.of(document, Outcome.CREATED);
      case UPDATED -> Settled.of(document, Outcome.SUPERSEDED);
      case CONFLICT -> new Settled(document, Outcome.RETRY, "conflict not looked up");
      case REJECTED -> new Settled(document, Outcome.REJECTED, shorten(item.describe()));
      case RETRY -> new Settled(document, Outcome.RETRY, item.code() + " on " + document.index);
      case FATAL ->
          throw new SinkException(
              "OpenSearch takes no documents for index " + document.index + ": " + item.code());
    };
  }

  private static List<Settled> all(List<Document> batch, Outcome outcome, String reason) {
    return batch.stream().map(document -> new Settled(document, outcome, reason)).toList();
  }

  private static String shorten(String reason) {
    return reason.length() <= MAX_REASON_CHARS ? reason : reason.substring(0, MAX_REASON_CHARS);
  }
}
