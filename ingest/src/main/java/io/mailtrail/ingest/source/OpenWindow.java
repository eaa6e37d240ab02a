package io.mailtrail.ingest.source;

import io.mailtrail.ingest.source.WindowPlan.Span;
import io.mailtrail.model.LedgerEntry;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** A window and what is still open in it. Not thread-safe. */
final class OpenWindow {
  final Span span;

  /** Content ids of blobs that are neither published nor named. */
  final Set<String> open = new HashSet<>();

  boolean finished;
  int pages;
  int blobs;

  /** Entries of its listing of which nothing is known. */
  int unreadable;

  OpenWindow(Span span) {
    this.span = span;
  }

  static OpenWindow restored(EnumeratorState.Window saved) {
    OpenWindow window = new OpenWindow(new Span(saved.start(), saved.end()));
    window.finished = saved.finished();
    window.pages = saved.pages();
    window.blobs = saved.blobs();
    window.open.addAll(saved.open());
    return window;
  }

  EnumeratorState.Window saved() {
    return new EnumeratorState.Window(span.start(), span.end(), finished, pages, blobs, open);
  }

  boolean isSettled() {
    return finished && open.isEmpty();
  }

  LedgerEntry entry(StreamId stream, LedgerEntry.State state, String reason, Instant at) {
    return new LedgerEntry(
        LedgerEntry.windowId(stream.tenant(), stream.contentType(), span.start(), span.end()),
        LedgerEntry.Kind.WINDOW,
        state,
        stream.tenant(),
        stream.contentType(),
        null,
        span.start(),
        span.end(),
        pages,
        blobs,
        0,
        null,
        0,
        0,
        null,
        null,
        null,
        reason,
        0,
        at);
  }
}
