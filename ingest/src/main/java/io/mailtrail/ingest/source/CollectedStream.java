package io.mailtrail.ingest.source;

import io.mailtrail.ingest.api.ActivityApi.Listed;
import io.mailtrail.ingest.api.ActivityApi.Unreadable;
import io.mailtrail.ingest.source.WindowPlan.Span;
import io.mailtrail.model.LedgerEntry;
import io.mailtrail.model.LedgerEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is known of one stream: its windows, the blobs in them, and up to when it is complete. Pure
 * bookkeeping: no I/O and no clock. Not thread-safe.
 *
 * <p>Every change of a window's or blob's life that is decided here is told to the ledger.
 */
final class CollectedStream {
  /** With so many blobs waiting for a reader there is no hurry to list more. */
  private static final int ENOUGH_WAITING = 20_000;

  /** Content ids are remembered this much longer than the content, for clocks that differ. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** A window that begins so near the edge is refused for its age; any other for its length. */
  private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

  /** So much is given up at a time until the API takes the window. */
  private static final Duration STEP = Duration.ofMinutes(5);

  private final StreamId id;
  private final WindowPlan plan;
  private final Consumer<LedgerEntry> ledger;
  private final Deque<OpenWindow> windows = new ArrayDeque<>();
  private final DefectiveSpans defective = new DefectiveSpans();
  private final Density density = new Density();
  private SeenIds seen = new SeenIds();
  private final WaitingBlobs unassigned = new WaitingBlobs();

  /** Open blobs that a repeated listing named, behind the windows. */
  private final Set<String> late = new HashSet<>();

  private final Relisting relisting;
  private Instant completeUpTo;
  private Instant frontier;

  /**
   * What is being listed.
   *
   * @param again whether all of it was listed before
   */
  record Listing(Span span, boolean again) {}

  /** The repeated listing, while it is under way. */
  private OpenWindow repeated;

  /**
   * The part of the past that it is about; as long as it does not end, it is due. Null for a
   * defective span.
   */
  private Span repeatedPart;

  /** So much later than the edge a repeated listing begins, by the API's clock. */
  private Duration later = Duration.ZERO;

  private CollectedStream(
      StreamId id,
      WindowPlan plan,
      Relisting relisting,
      Consumer<LedgerEntry> ledger,
      Instant start) {
    this.id = id;
    this.plan = plan;
    this.relisting = relisting;
    this.ledger = ledger;
    this.completeUpTo = start;
    this.frontier = start;
  }

  /** A stream never collected before: reaches back as far as the API does. */
  static CollectedStream first(
      StreamId id, WindowPlan plan, Consumer<LedgerEntry> ledger, Instant now) {
    Relisting relisting = new Relisting(plan.relist(), false);
    return new CollectedStream(id, plan, relisting, ledger, plan.edge(now));
  }

  static CollectedStream restored(
      EnumeratorState.Stream state, WindowPlan plan, Consumer<LedgerEntry> ledger) {
    Relisting relisting = new Relisting(plan.relist(), true);
    CollectedStream stream =
        new CollectedStream(state.id(), plan, relisting, ledger, state.completeUpTo());
    stream.frontier = state.frontier();
    stream.seen = state.seen().copy();
    stream.defective.restore(state.defective());
    stream.late.addAll(state.late());
    stream.unassigned.addAll(state.unassigned());
    state.windows().forEach(saved -> stream.windows.add(OpenWindow.restored(saved)));
    return stream;
  }

  EnumeratorState.Stream snapshot() {
    return new EnumeratorState.Stream(
        id,
        completeUpTo,
        frontier,
        windows.stream().map(OpenWindow::saved).toList(),
        seen,
        late,
        defective.list(),
        unassigned.list());
  }

  StreamId id() {
    return id;
  }

  Instant completeUpTo() {
    return completeUpTo;
  }

  int openBlobs() {
    return late.size() + windows.stream().mapToInt(window -> window.open.size()).sum();
  }

  /** What is to be listed from its first page on, if it is time for anything. */
  Optional<Listing> toList(Instant now) {
    seen.forget(now);
    repeated = null;
    Optional<Span> window = toListFirst(now);
    return window.isPresent()
        ? window.map(span -> new Listing(span, false))
        : toListAgain(now).map(span -> new Listing(span, true));
  }

  /** A part of the past, which by now may name more blobs than when it was listed. */
  private Optional<Span> toListAgain(Instant now) {
    if (unfinished() != null || unassigned.size() >= ENOUGH_WAITING) {
      return Optional.empty();
    }
    nameLost(now);
    Optional<Span> unreadable = defective.due(now);
    if (unreadable.isPresent()) {
      repeatedPart = null;
      repeated = new OpenWindow(unreadable.get());
      return unreadable;
    }
    Instant edge = plan.edge(now).plus(later);
    Optional<Span> part = relisting.due(edge, frontier, now);
    if (part.isEmpty()) {
      return Optional.empty();
    }
    Span whole = part.get();
    repeatedPart = whole;
    Span asked = whole.start().isBefore(edge) ? new Span(edge, whole.end()) : whole;
    repeated = new OpenWindow(asked);
    return Optional.of(asked);
  }

  private void nameLost(Instant now) {
    for (var lost = defective.takeLost(plan.limit(now));
        lost.isPresent();
        lost = defective.takeLost(plan.limit(now))) {
      String reason = LedgerEntry.UNREADABLE + ": what it names could not be read in time";
      tell(new OpenWindow(lost.get()), State.ABANDONED, reason, now);
      advance();
    }
  }

  /** The window that was begun, else the next. What an earlier attempt named stays known. */
  private Optional<Span> toListFirst(Instant now) {
    OpenWindow unfinished = unfinished();
    if (unfinished != null && !unfinished.span.start().isBefore(plan.limit(now))) {
      unfinished.pages = 0;
      unfinished.unreadable = 0;
      return Optional.of(unfinished.span);
    }
    if (unfinished != null) {
      // Its start has become too old to be asked for; what was listed of it stays known.
      frontier = unfinished.span.start();
    } else if (unassigned.size() >= ENOUGH_WAITING) {
      return Optional.empty();
    }
    WindowPlan.Step step = plan.step(frontier, now);
    if (unfinished == null && step.lost().isEmpty() && step.next().isEmpty()) {
      return Optional.empty();
    }
    Set<String> open = replace(unfinished, "by one that begins where the API still reaches", now);
    if (step.lost().isPresent()) {
      OpenWindow lost = open(step.lost().get());
      lost.finished = true;
      tell(lost, State.ABANDONED, "not listed before the API forgot it", now);
    }
    if (step.next().isEmpty()) {
      windows.getLast().open.addAll(open);
      advance();
      return Optional.empty();
    }
    OpenWindow next = open(step.next().get());
    next.open.addAll(open);
    tell(next, State.LISTED, null, now);
    advance();
    return Optional.of(next.span);
  }

  /** A page of what is being listed. */
  void pageListed(List<Listed> blobs, List<Unreadable> unreadable, Instant now) {
    OpenWindow window = repeated == null ? unfinished() : repeated;
    window.pages++;
    for (Listed listed : blobs) {
      if (seen.add(listed.contentId(), listed.expiration().plus(REMEMBERED))) {
        BlobSplit blob =
            BlobSplit.unread(
                id, listed.contentId(), listed.contentUri(), listed.created(), listed.expiration());
        window.blobs++;
        (repeated == null ? window.open : late).add(listed.contentId());
        unassigned.add(blob);
        ledger.accept(blob.listed(now));
      }
    }
    unreadable.forEach(entry -> cannotBeRead(entry, window, now));
  }

  /** What is known by its id is named; a listing that hides even that is not finished. */
  private void cannotBeRead(Unreadable entry, OpenWindow window, Instant now) {
    if (entry.contentId().isEmpty()) {
      window.unreadable++;
    } else if (!seen.contains(entry.contentId())) {
      // Not seen: another listing may name it as it should be.
      Instant created = entry.created() == null ? window.span.start() : entry.created();
      ledger.accept(
          BlobSplit.unread(id, entry.contentId(), "", created, created.plus(WindowPlan.KEPT))
              .done(
                  BlobResult.named(
                      State.ABANDONED, LedgerEntry.UNREADABLE + ": " + entry.reason(), 0))
              .ended(now));
    }
  }

  /** What is being listed has no more pages. */
  void listingFinished(Instant now) {
    if (repeated != null) {
      finish(repeated, now);
      if (repeatedPart != null) {
        relisting.done(repeatedPart, now);
      }
      repeated = null;
    } else {
      OpenWindow window = unfinished();
      window.finished = true;
      density.listed(window.span, window.blobs);
      finish(window, now);
    }
    advance();
  }

  private void finish(OpenWindow window, Instant now) {
    if (window.unreadable == 0) {
      defective.mended(window.span);
      tell(window, State.FINISHED, null, now);
    } else {
      defective.tried(window.span, now);
      String reason = LedgerEntry.UNREADABLE + ": " + window.unreadable + " in its listing";
      tell(window, State.LISTED, reason, now);
    }
  }

  /**
   * The API finds the window too long, too old or inverted.
   *
   * @return whether there is a smaller one to try
   */
  boolean shrink(Instant now) {
    if (repeated != null) {
      return shrinkRepeated(now);
    }
    OpenWindow window = unfinished();
    Instant start = window.span.start();
    if (start.isBefore(plan.edge(now).plus(CLOCKS_DIFFER))
        && start.plus(STEP).isBefore(window.span.end())) {
      startLater(window, now);
      return true;
    }
    Duration half = Duration.between(window.span.start(), window.span.end()).dividedBy(2);
    if (half.compareTo(SHORTEST) < 0) {
      return false;
    }
    Span smaller =
        new Span(
            window.span.start(), window.span.start().plus(Duration.ofSeconds(half.toSeconds())));
    Set<String> open = replace(window, "by smaller ones", now);
    OpenWindow next = open(smaller);
    next.open.addAll(open);
    tell(next, State.LISTED, null, now);
    return true;
  }

  /** What was not listed does not count as listed: it comes up again. */
  private boolean shrinkRepeated(Instant now) {
    Span asked = repeated.span;
    repeated = null;
    boolean isOld = asked.start().isBefore(plan.edge(now).plus(CLOCKS_DIFFER));
    if (repeatedPart == null) {
      defective.tried(asked, now);
    } else if (isOld && later.compareTo(CLOCKS_DIFFER) < 0) {
      later = later.plus(STEP);
      return true;
    } else {
      relisting.postpone(repeatedPart, now);
    }
    return false;
  }

  /** By the API's clock, which is ahead of ours, the start is too old. */
  private void startLater(OpenWindow window, Instant now) {
    Span refused = window.span;
    Set<String> open = replace(window, "by one that begins later", now);
    OpenWindow lost = open(new Span(refused.start(), refused.start().plus(STEP)));
    lost.finished = true;
    tell(lost, State.ABANDONED, "the API finds it too old to list", now);
    OpenWindow next = open(new Span(refused.start().plus(STEP), refused.end()));
    next.open.addAll(open);
    tell(next, State.LISTED, null, now);
    advance();
  }

  /** Blobs that no reader has. */
  WaitingBlobs waiting() {
    return unassigned;
  }

  /** A reader was lost before a checkpoint held these. */
  void giveBack(Collection<BlobSplit> blobs) {
    unassigned.addAll(blobs);
  }

  /**
   * A blob is published or named.
   *
   * @return false if that was known already
   */
  boolean ended(String contentId) {
    boolean known = late.remove(contentId);
    for (OpenWindow window : windows) {
      known |= window.open.remove(contentId);
    }
    advance();
    return known;
  }

  /** What is to be expected of the time that was not listed yet. */
  Optional<Forecast.Expected> expected(Instant now) {
    return density.expected(frontier, now.minus(plan.behind()));
  }

  /** Whether the blob is neither published nor named. */
  boolean isOpen(String contentId) {
    return late.contains(contentId)
        || windows.stream().anyMatch(window -> window.open.contains(contentId));
  }

  private OpenWindow unfinished() {
    OpenWindow last = windows.peekLast();
    return last == null || last.finished ? null : last;
  }

  private OpenWindow open(Span span) {
    OpenWindow window = new OpenWindow(span);
    windows.add(window);
    frontier = span.end();
    return window;
  }

  /** Takes a window back, naming why, and gives what is still open in it. */
  private Set<String> replace(OpenWindow window, String reason, Instant now) {
    if (window == null) {
      return Set.of();
    }
    windows.removeLast();
    tell(window, State.ABANDONED, LedgerEntry.REPLACED + " " + reason, now);
    return window.open;
  }

  /** Nothing is called complete while it is known that something is not. */
  private void advance() {
    while (late.isEmpty()
        && defective.isEmpty()
        && !windows.isEmpty()
        && windows.peek().isSettled()) {
      completeUpTo = windows.remove().span.end();
    }
  }

  private void tell(OpenWindow window, State state, String reason, Instant now) {
    ledger.accept(window.entry(id, state, reason, now));
  }
}
