package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.Mischief.Turn;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of the Management Activity API, behind authentication. Thread-safe. */
final class ActivityFeed {
  private final FeedTenant tenant;
  private final Clock clock;
  private final Mischief mischief;
  private final Listing listing;
  private final Map<ContentType, Boolean> subscriptions = new EnumMap<>(ContentType.class);

  /**
   * @param clock the service's
   */
  ActivityFeed(FeedTenant tenant, Clock clock, Mischief mischief, Listing listing) {
    this.tenant = tenant;
    this.clock = clock;
    this.mischief = mischief;
    this.listing = listing;
  }

  /**
   * @param operation what follows {@code /activity/feed/} in the path
   */
  Reply handle(Request request, String operation, Turn turn) {
    Optional<Reply> closed = closed(operation, turn);
    if (closed.isPresent()) {
      return closed.get();
    }
    if (operation.equals("subscriptions/list")) {
      return request.method().equals("GET") ? list() : Reply.empty(405);
    }
    if (operation.startsWith("audit/")) {
      String contentId = operation.substring("audit/".length());
      return request.method().equals("GET") ? blob(contentId, turn) : Reply.empty(405);
    }
    return switch (operation) {
      case "subscriptions/start", "subscriptions/stop" ->
          request.method().equals("POST")
              ? subscribe(request, operation.endsWith("start"), turn)
              : Reply.empty(405);
      case "subscriptions/content" ->
          request.method().equals("GET") ? content(request, turn) : Reply.empty(405);
      default -> Reply.empty(404);
    };
  }

  /** What a broken tenant gets, whatever it asks. */
  private Optional<Reply> closed(String operation, Turn turn) {
    if (mischief.has(Fault.AUDITING_OFF)) {
      turn.strike(Fault.AUDITING_OFF);
      String message = "Tenant " + tenant.tenantId() + " does not exist.";
      return Optional.of(Reply.error(400, "DataServiceException", message));
    }
    if (mischief.has(Fault.NO_PERMISSION)) {
      turn.strike(Fault.NO_PERMISSION);
      return Optional.of(Reply.error(AfCode.AF10001, tenant.tenantId()));
    }
    if (mischief.isDisabled() && !operation.equals("subscriptions/list")) {
      turn.strike(Fault.DISABLED_HALFWAY);
      return Optional.of(Reply.error(AfCode.AF20023, tenant.tenantId()));
    }
    return Optional.empty();
  }

  private synchronized Reply subscribe(Request request, boolean start, Turn turn) {
    String name = request.query().get("contentType");
    Optional<ContentType> type = ContentType.ofWireName(name);
    if (type.isEmpty()) {
      return noSuchType(name);
    }
    boolean enabled = isEnabled(type.get());
    if (start && enabled) {
      if (mischief.has(Fault.ALREADY_ENABLED)) {
        turn.strike(Fault.ALREADY_ENABLED);
      }
      return Reply.error(AfCode.AF20024, name);
    }
    if (!start && !enabled) {
      return Reply.error(AfCode.AF20022, name);
    }
    if (start && mischief.has(Fault.NEVER_STARTS)) {
      turn.strike(Fault.NEVER_STARTS);
      return Reply.json(200, subscription(type.get(), true));
    }
    subscriptions.put(type.get(), start);
    return start ? Reply.json(200, subscription(type.get(), true)) : Reply.empty(200);
  }

  private synchronized Reply list() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ContentType type : ContentType.values()) {
      if (isEnabled(type) || subscriptions.containsKey(type)) {
        Map<String, Object> entry = subscription(type, isEnabled(type) && !mischief.isDisabled());
        if (!subscriptions.containsKey(type)) {
          // As in the documentation's own sample, where one entry says nothing about it.
          entry.remove("status");
        }
        all.add(entry);
      }
    }
    return Reply.json(200, all);
  }

  private static Map<String, Object> subscription(ContentType type, boolean enabled) {
    Map<String, Object> subscription = new LinkedHashMap<>();
    subscription.put("contentType", type.wireName());
    subscription.put("status", enabled ? "enabled" : "disabled");
    subscription.put("webhook", null);
    return subscription;
  }

  private synchronized boolean isEnabled(ContentType type) {
    return subscriptions.getOrDefault(type, mischief.has(Fault.ALREADY_ENABLED));
  }

  private synchronized void lose(ContentType type) {
    subscriptions.put(type, false);
  }

  private static Reply noSuchType(String name) {
    return name == null
        ? Reply.error(AfCode.AF20001, "contentType")
        : Reply.error(AfCode.AF20020, name);
  }

  private Reply content(Request request, Turn turn) {
    String name = request.query().get("contentType");
    Optional<ContentType> type = ContentType.ofWireName(name);
    if (type.isEmpty()) {
      return noSuchType(name);
    }
    if (isEnabled(type.get()) && turn.spoils(Fault.SUBSCRIPTION_LOST)) {
      lose(type.get());
    }
    if (!isEnabled(type.get())) {
      return Reply.error(AfCode.AF20022, name);
    }
    Instant now = clock.instant();
    String nextPage = request.query().get("nextPage");
    ListingWindow.Outcome outcome = ListingWindow.parse(request.query(), now, nextPage != null);
    if (outcome instanceof ListingWindow.Outcome.Refused refused) {
      return Reply.error(refused.code(), refused.about());
    }
    ListingWindow window = ((ListingWindow.Outcome.Window) outcome).window();
    return listing.page(type.get(), window, nextPage, now, turn);
  }

  private Reply blob(String contentId, Turn turn) {
    Instant now = clock.instant();
    Optional<? extends FeedBlob> blob =
        tenant.blob(contentId).filter(found -> !found.created().isAfter(now));
    if (blob.isEmpty()) {
      return Reply.error(AfCode.AF20050, contentId);
    }
    if (!isEnabled(blob.get().contentType())) {
      return Reply.error(AfCode.AF20022, blob.get().contentType().wireName());
    }
    if (mischief.lasts(Fault.BLOB_OFF_ORIGIN, contentId)) {
      // Who comes here made the address up: the listing said another one.
      return Reply.error(AfCode.AF20050, contentId);
    }
    if (mischief.lasts(Fault.BLOB_MISSING, contentId)) {
      turn.strike(Fault.BLOB_MISSING);
      return Reply.error(AfCode.AF20050, contentId);
    }
    if (mischief.lasts(Fault.BLOB_EXPIRED, contentId)) {
      turn.strike(Fault.BLOB_EXPIRED);
      return Reply.error(AfCode.AF20051, contentId);
    }
    return now.isBefore(blob.get().expiration())
        ? Reply.blob(blob.get())
        : Reply.error(AfCode.AF20051, contentId);
  }
}
