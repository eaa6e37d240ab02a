package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.ContentType;
import io.mailtrail.model.Digests;
import io.mailtrail.testbed.tenant.Mischief.Turn;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listings of content, page by page, with what can be wrong about them. Thread-safe. */
final class Listing {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter WINDOW =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final FeedTenant tenant;
  private final URI base;
  private final Mischief mischief;
  private final Elsewhere elsewhere;

  Listing(FeedTenant tenant, URI base, Mischief mischief, Elsewhere elsewhere) {
    this.tenant = tenant;
    this.base = base;
    this.mischief = mischief;
    this.elsewhere = elsewhere;
  }

  /**
   * @param nextPage the token of a page, or null for the first
   */
  Reply page(ContentType type, ListingWindow window, String nextPage, Instant now, Turn turn) {
    Optional<String> after = nextPage == null ? Optional.of("") : cursor(nextPage);
    boolean isDead = nextPage != null && after.isPresent() && turn.spoils(Fault.PAGE_DIES);
    return after.isEmpty() || isDead
        ? Reply.error(AfCode.AF20031, nextPage)
        : pageAfter(type, window, after.get(), now, turn);
  }

  /**
   * @param after content id of the last blob of the page before, or empty
   */
  private Reply pageAfter(
      ContentType type, ListingWindow window, String after, Instant now, Turn turn) {
    Comparator<String> order = order(type, window);
    List<FeedBlob> blobs = listed(type, window, now, order);
    int from = 0;
    if (!after.isEmpty()) {
      while (from < blobs.size() && order.compare(blobs.get(from).contentId(), after) <= 0) {
        from++;
      }
    }
    int to = Math.min(blobs.size(), from + tenant.pageSize());
    List<FeedBlob> onPage = new ArrayList<>(blobs.subList(from, to));
    boolean isMore = to < blobs.size();
    if (isInPart(blobs, from, to, turn)) {
      onPage = onPage.subList(0, onPage.size() / 2);
      isMore = false;
    }
    List<Map<String, String>> entries = new ArrayList<>();
    if (from > 0 && isAgain(after)) {
      entries.add(entry(blobs.get(from - 1)));
    }
    onPage.forEach(blob -> entries.add(entry(blob)));
    onPage.stream()
        .filter(blob -> mischief.lasts(Fault.LISTED_TWICE, blob.contentId()))
        .forEach(
            blob -> {
              turn.strike(Fault.LISTED_TWICE);
              entries.add(entry(blob));
            });
    noteLasting(onPage, turn);
    Reply reply = Reply.json(200, entries);
    return isMore
        ? reply.with("NextPageUri", next(type, window, after, blobs.get(to - 1).contentId(), turn))
        : reply;
  }

  private List<FeedBlob> listed(
      ContentType type, ListingWindow window, Instant now, Comparator<String> order) {
    List<FeedBlob> blobs = new ArrayList<>();
    for (FeedBlob blob : tenant.blobs(type, window.start(), window.end(), now)) {
      if (!mischief.listedFrom(blob).isAfter(now)) {
        blobs.add(blob);
      }
    }
    blobs.sort(Comparator.comparing(FeedBlob::contentId, order));
    return blobs;
  }

  private Comparator<String> order(ContentType type, ListingWindow window) {
    String key = type + " " + window.start();
    return mischief.lasts(Fault.OUT_OF_ORDER, key)
        ? Comparator.comparingLong((String id) -> mischief.dice(key, id, 0).next())
            .thenComparing(Comparator.naturalOrder())
        : Comparator.naturalOrder();
  }

  /** The service lists a blob twice now and then: some pages begin with the last one's end. */
  private static boolean isAgain(String contentId) {
    return Digests.sha256(contentId.getBytes(UTF_8)).charAt(0) < '8';
  }

  private boolean isInPart(List<FeedBlob> blobs, int from, int to, Turn turn) {
    if (blobs.size() - from < 2) {
      return false;
    }
    List<String> rest =
        blobs.subList(from + (to - from) / 2, blobs.size()).stream()
            .map(FeedBlob::contentId)
            .toList();
    if (mischief.wereLeftOut(rest) || !turn.spoils(Fault.WINDOW_IN_PART)) {
      return false;
    }
    mischief.leaveOut(rest);
    return true;
  }

  private void noteLasting(List<FeedBlob> blobs, Turn turn) {
    for (FeedBlob blob : blobs) {
      if (mischief.lasts(Fault.LISTED_LATE, blob.contentId())) {
        turn.strike(Fault.LISTED_LATE);
      }
      if (mischief.lasts(Fault.BLOB_OFF_ORIGIN, blob.contentId())) {
        turn.strike(Fault.BLOB_OFF_ORIGIN);
      }
    }
    boolean isSorted = true;
    for (int i = 1; i < blobs.size(); i++) {
      isSorted &= blobs.get(i - 1).contentId().compareTo(blobs.get(i).contentId()) < 0;
    }
    if (!isSorted) {
      turn.strike(Fault.OUT_OF_ORDER);
    }
  }

  private Map<String, String> entry(FeedBlob blob) {
    String path = feed("v1.0") + "/audit/" + blob.contentId();
    Map<String, String> entry = new LinkedHashMap<>();
    entry.put("contentType", blob.contentType().wireName());
    entry.put("contentId", blob.contentId());
    entry.put(
        "contentUri",
        mischief.lasts(Fault.BLOB_OFF_ORIGIN, blob.contentId())
            ? mischief.dice("link", blob.contentId(), 0).pick(elsewhere.links(base.getPort(), path))
            : base + path);
    entry.put("contentCreated", MILLIS.format(blob.created()));
    entry.put("contentExpiration", MILLIS.format(blob.expiration()));
    return entry;
  }

  private String next(
      ContentType type, ListingWindow window, String after, String last, Turn turn) {
    if (turn.spoils(Fault.PAGE_REPEATS)) {
      return base + nextPage(type, window, after);
    }
    String path = nextPage(type, window, last);
    return turn.spoils(Fault.PAGE_OFF_ORIGIN)
        ? turn.chance("link").pick(elsewhere.links(base.getPort(), path))
        : base + path;
  }

  /** The service writes this address with another version than its own pages do. */
  private String nextPage(ContentType type, ListingWindow window, String last) {
    String path =
        feed("v1")
            + "/subscriptions/content?contentType="
            + type.wireName()
            + "&startTime="
            + WINDOW.format(window.start())
            + "&endTime="
            + WINDOW.format(window.end());
    return last.isEmpty() ? path : path + "&nextPage=" + URLEncoder.encode(token(last), UTF_8);
  }

  private String feed(String version) {
    return "/api/" + version + "/" + tenant.tenantId() + "/activity/feed";
  }

  private static String token(String contentId) {
    byte[] text = (check(contentId) + contentId).getBytes(UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }

  private static Optional<String> cursor(String token) {
    String text;
    try {
      text = new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return text.length() > 8 && text.startsWith(check(text.substring(8)))
        ? Optional.of(text.substring(8))
        : Optional.empty();
  }

  private static String check(String contentId) {
    return Digests.sha256(contentId.getBytes(UTF_8)).substring(0, 8);
  }
}
