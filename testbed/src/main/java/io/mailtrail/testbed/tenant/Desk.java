package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.Delivery.End;
import io.mailtrail.testbed.tenant.Mischief.Turn;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Where one tenant's requests are answered, as well as it can. Thread-safe. */
final class Desk {
  private static final List<Fault> BREAKS =
      List.of(Fault.CUT_BY_LENGTH, Fault.CUT_CHUNKED, Fault.RESET_IN_BODY, Fault.STALL);
  private static final double GOLDEN_RATIO = 0.618033988749895;
  private static final int WORTH_COMPRESSING = 1_024;

  private final FeedTenant tenant;
  private final Mischief mischief;
  private final QuotaMeter quota;
  private final TokenEndpoint tokens;
  private final ActivityFeed feed;
  private final Clock clock;

  Desk(FeedTenant tenant, Faults faults, Quota quota, Clock clock, URI base, Elsewhere elsewhere) {
    this.tenant = tenant;
    this.mischief = new Mischief(tenant, faults);
    this.quota = new QuotaMeter(quota, System::nanoTime);
    this.tokens = new TokenEndpoint(tenant, mischief, Clock.systemUTC());
    this.clock = new SkewedClock(clock, mischief::skew);
    this.feed =
        new ActivityFeed(
            tenant, this.clock, mischief, new Listing(tenant, base, mischief, elsewhere));
  }

  FeedTenant tenant() {
    return tenant;
  }

  Mischief mischief() {
    return mischief;
  }

  TokenEndpoint tokens() {
    return tokens;
  }

  /** The service's, which may be off. */
  Clock clock() {
    return clock;
  }

  boolean isNamed(String nameOrId) {
    return tenant.tenantId().equalsIgnoreCase(nameOrId)
        || tenant.domain().equalsIgnoreCase(nameOrId);
  }

  /** Whether one more request is within the quota. */
  boolean isWithinQuota() {
    return quota.admits();
  }

  Reply token(Request request, boolean v2, Turn turn) {
    return tokens.token(request, v2, turn);
  }

  /**
   * @param operation what follows {@code /activity/feed/} in the path
   * @return null where the connection is to be reset without an answer
   */
  Reply feed(Request request, String operation, Turn turn) {
    if (mischief.has(Fault.CLOCK_SKEW)) {
      turn.strike(Fault.CLOCK_SKEW);
    }
    if (turn.spoils(Fault.RESET)) {
      return null;
    }
    Reply refusal = refusal(operation, turn);
    if (refusal != null) {
      return refusal;
    }
    if (!tokens.accepts(request.bearer(), turn)) {
      return unauthorised();
    }
    return inQuotes(feed.handle(request, operation, turn), turn);
  }

  static Reply unauthorised() {
    return Reply.json(401, Map.of("Message", "Authorization has been denied for this request."))
        .with("WWW-Authenticate", "Bearer");
  }

  private Reply refusal(String operation, Turn turn) {
    if (turn.spoils(Fault.THROTTLE_403)) {
      return broken(throttled(operation), turn);
    }
    if (turn.spoils(Fault.THROTTLE_403_RETRY_AFTER)) {
      return broken(retryAfter(throttled(operation)), turn);
    }
    if (turn.spoils(Fault.THROTTLE_429)) {
      return broken(throttled(operation).withStatus(429), turn);
    }
    if (turn.spoils(Fault.THROTTLE_429_RETRY_AFTER)) {
      return broken(retryAfter(throttled(operation).withStatus(429)), turn);
    }
    if (turn.spoils(Fault.SERVER_ERROR)) {
      int status = turn.chance("status").pick(List.of(500, 502, 503, 504));
      return broken(Reply.error(AfCode.AF50000, operation).withStatus(status), turn);
    }
    return null;
  }

  static Reply throttled(String operation) {
    String method = operation.startsWith("audit/") ? "GetBlob" : "GetContent";
    return Reply.error(
        AfCode.AF429, "Method=" + method + ", PublisherId=00000000-0000-0000-0000-000000000000");
  }

  private Reply retryAfter(Reply reply) {
    return reply.with("Retry-After", Long.toString(mischief.faults().retryAfter().toSeconds()));
  }

  /** The refusal with a body that a client may not expect. */
  private Reply broken(Reply refusal, Turn turn) {
    if (turn.strikes(Fault.ERROR_EMPTY)) {
      return new Reply(refusal.status(), refusal.headers(), Reply.empty(0).body(), null);
    }
    if (turn.strikes(Fault.ERROR_IN_HTML)) {
      String page = "<html><head><title>Unavailable</title></head><body>Try later.</body></html>";
      return refusal.saying("text/html", page);
    }
    return inQuotes(refusal, turn);
  }

  /** As the documentation shows one: {@code {'error':{'code':…}}}. */
  private Reply inQuotes(Reply reply, Turn turn) {
    if (reply.status() < 400 || !turn.strikes(Fault.ERROR_IN_SINGLE_QUOTES)) {
      return reply;
    }
    return reply.saying("application/json", reply.text().replace('"', '\''));
  }

  /** How the answer is sent. */
  Delivery delivery(Request request, String operation, Reply reply, Turn turn) {
    long bytes = reply.body().estimatedBytes();
    Delivery delivery = Delivery.plain(request.acceptsGzip() && bytes >= WORTH_COMPRESSING);
    boolean isContent = operation.startsWith("audit/") || operation.equals("subscriptions/content");
    if (reply.status() != 200 || !isContent) {
      return delivery;
    }
    if (turn.strikes(Fault.GZIP_UNASKED)) {
      delivery = delivery.gzipped();
    }
    if (turn.strikes(Fault.DRIBBLE)) {
      delivery = delivery.dribbling(mischief.faults().pause());
    }
    for (Fault fault : BREAKS) {
      if (turn.spoils(fault)) {
        return breaking(delivery, fault, turn);
      }
    }
    return delivery;
  }

  private Delivery breaking(Delivery delivery, Fault fault, Turn turn) {
    // Never twice in a row at the same byte: that would be where the body ends.
    double share = turn.chanceOfTarget("share").below(1_000) / 1_000.0;
    double at = (share + turn.attempt() * GOLDEN_RATIO) % 1;
    Delivery chunked =
        delivery.inChunks(
            fault == Fault.CUT_CHUNKED
                || (fault != Fault.CUT_BY_LENGTH && turn.chance("chunked").perMille(500)));
    return switch (fault) {
      case RESET_IN_BODY -> chunked.ending(End.RESET, at);
      case STALL -> chunked.ending(End.STALL, at).stalling(mischief.faults().stall());
      default -> chunked.ending(End.CUT, at);
    };
  }
}
