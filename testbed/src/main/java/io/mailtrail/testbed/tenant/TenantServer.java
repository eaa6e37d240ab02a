package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.Mischief.Turn;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays both hosts of Microsoft 365 that a collector talks to, on the loopback interface, for any
 * number of tenants: the login host, with the token endpoint in both versions, and the Office 365
 * Management Activity API. Each tenant misbehaves as its {@link Faults} say. What time it is says
 * the clock it was given, except for the life of access tokens and for quotas. Thread-safe.
 */
public final class TenantServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TenantServer.class);
  private static final Pattern TOKEN = Pattern.compile("/([^/]+)/oauth2/(v2\\.0/)?token");
  private static final Pattern FEED =
      Pattern.compile("/api/v1(?:\\.0)?/([^/]+)/activity/feed/(.+)");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final HttpListener listener;
  private final Elsewhere elsewhere;
  private final Map<String, Desk> desks = new LinkedHashMap<>();
  private final RequestLog log = new RequestLog();

  /**
   * A request that was answered, or was not because of a fault.
   *
   * @param tenantId the tenant that its path names, or null where that is none of ours
   * @param publisher the {@code PublisherIdentifier} it named, or null
   * @param status HTTP status of the answer; 0 if there was none
   * @param at by the clock of the simulation
   * @param faults that struck it
   */
  public record Served(
      String tenantId,
      String method,
      String path,
      Map<String, String> query,
      String publisher,
      int status,
      Instant at,
      Set<Fault> faults) {}

  /**
   * A request that followed a link to where no client may go.
   *
   * @param origin where it arrived
   * @param line its first line, or what came instead
   * @param carriedToken whether an access token was given away
   */
  public record Stray(String origin, String line, boolean carriedToken) {}

  private TenantServer(Clock clock) throws IOException {
    this.clock = clock;
    this.elsewhere = Elsewhere.open();
    this.listener = HttpListener.open("tenant-server", new Answering());
  }

  /**
   * Serves one tenant that behaves, on a free port.
   *
   * @throws IOException if no port can be had
   */
  public static TenantServer start(FeedTenant tenant, Clock clock) throws IOException {
    return at(clock).tenant(tenant).start();
  }

  /** A server whose tenants live by this clock. */
  public static Builder at(Clock clock) {
    return new Builder(clock);
  }

  /** Says which tenants are served, and how badly. Not thread-safe. */
  public static final class Builder {
    private record Hosted(FeedTenant tenant, Faults faults, Quota quota) {}

    private final Clock clock;
    private final List<Hosted> hosted = new ArrayList<>();

    private Builder(Clock clock) {
      this.clock = clock;
    }

    public Builder tenant(FeedTenant tenant) {
      return tenant(tenant, Faults.none(), Quota.none());
    }

    public Builder tenant(FeedTenant tenant, Faults faults) {
      return tenant(tenant, faults, Quota.none());
    }

    public Builder tenant(FeedTenant tenant, Faults faults, Quota quota) {
      hosted.add(new Hosted(tenant, faults, quota));
      return this;
    }

    /**
     * Serves them on a free port of the loopback interface.
     *
     * @throws IOException if no port can be had
     */
    public TenantServer start() throws IOException {
      TenantServer server = new TenantServer(clock);
      for (Hosted one : hosted) {
        FeedTenant tenant = one.tenant();
        Desk desk =
            new Desk(tenant, one.faults(), one.quota(), clock, server.uri(), server.elsewhere);
        if (server.desks.put(tenant.tenantId(), desk) != null) {
          server.close();
          throw new IllegalArgumentException("two tenants are one: " + tenant.tenantId());
        }
      }
      server.elsewhere.start();
      server.listener.start();
      LOG.info("Simulated tenants are served: uri={}, tenants={}", server.uri(), hosted.size());
      return server;
    }
  }

  /** Base of both hosts, such as {@code http://127.0.0.1:40123}. */
  public URI uri() {
    return listener.uri();
  }

  /**
   * From now on this tenant has these faults instead: it breaks, or is mended.
   *
   * @throws IllegalArgumentException if it is not served here
   */
  public void faults(String tenantId, Faults faults) {
    desk(tenantId).mischief().become(faults);
  }

  /**
   * What the tenant ever makes available, and what of it cannot be had, as things stand now.
   *
   * @throws IllegalArgumentException if it is not served here
   */
  public FeedTruth truth(String tenantId) {
    return desk(tenantId).mischief().truth();
  }

  /** How often each fault happened to this tenant, those that never did left out. */
  public Map<Fault, Long> happened(String tenantId) {
    return desk(tenantId).mischief().happened();
  }

  /** The newest requests to our own address, oldest first; at most a hundred thousand. */
  public List<Served> served() {
    return log.served();
  }

  /** How many requests came to our own address. */
  public long requests() {
    return log.count();
  }

  /** Requests beyond a tenant's quota; empty is what a client owes us. */
  public List<Served> beyondQuota() {
    return log.beyondQuota();
  }

  /** Requests that followed a link to another origin; empty is what a client owes us. */
  public List<Stray> strays() {
    return elsewhere.strays();
  }

  /** From now on the access tokens given so far, to whichever tenant, get a 401. */
  public void expireTokens() {
    desks.values().forEach(desk -> desk.tokens().expireAll());
  }

  @Override
  public void close() {
    listener.close();
    elsewhere.close();
  }

  private Desk desk(String tenantId) {
    Desk desk = desks.get(tenantId);
    if (desk == null) {
      throw new IllegalArgumentException("no such tenant: " + tenantId);
    }
    return desk;
  }

  private Optional<Desk> named(String tenant) {
    return desks.values().stream().filter(desk -> desk.isNamed(tenant)).findFirst();
  }

  private void note(Request request, Desk desk, int status, Set<Fault> faults, boolean isWithin) {
    log.add(
        new Served(
            desk == null ? null : desk.tenant().tenantId(),
            request.method(),
            request.path(),
            request.query(),
            request.query().get("PublisherIdentifier"),
            status,
            clock.instant(),
            faults),
        isWithin);
  }

  /** Finds the tenant and lets its desk answer. */
  private final class Answering implements HttpListener.Handler {
    @Override
    public void notHttp(String first) {
      elsewhere.noteNotHttp(first);
    }

    @Override
    public void handle(Request request, Connection connection) throws IOException {
      if (elsewhere.isStray(request)) {
        elsewhere.note("another name", request);
        sendPlain(connection, request, null, Elsewhere.answer());
        return;
      }
      Matcher token = TOKEN.matcher(request.path());
      Matcher operation = FEED.matcher(request.path());
      if (token.matches()) {
        token(request, connection, token.group(1), token.group(2) != null);
      } else if (operation.matches()) {
        feed(request, connection, operation.group(1), operation.group(2));
      } else {
        sendPlain(connection, request, null, Reply.empty(404));
      }
    }

    private void token(Request request, Connection connection, String tenant, boolean v2)
        throws IOException {
      Optional<Desk> desk = named(tenant);
      if (desk.isEmpty() || !request.method().equals("POST")) {
        Reply refusal =
            request.method().equals("POST") ? TokenEndpoint.noSuchTenant(tenant) : Reply.empty(405);
        sendPlain(connection, request, null, refusal);
        return;
      }
      Turn turn = desk.get().mischief().turn("sign in");
      Reply reply = desk.get().token(request, v2, turn);
      turn.end();
      note(request, desk.get(), reply.status(), turn.struck(), true);
      send(connection, desk.get(), reply, Delivery.plain(false));
    }

    private void feed(Request request, Connection connection, String tenant, String operation)
        throws IOException {
      Desk desk = named(tenant).orElse(null);
      if (desk != null && !desk.isWithinQuota()) {
        Reply reply = Desk.throttled(operation);
        note(request, desk, reply.status(), Set.of(), false);
        send(connection, desk, reply, Delivery.plain(false));
        return;
      }
      Optional<Desk> holder =
          desks.values().stream().filter(it -> it.tokens().isValid(request.bearer())).findFirst();
      if (holder.isEmpty()) {
        sendPlain(connection, request, desk, Desk.unauthorised());
      } else if (desk == null || holder.get() != desk) {
        sendPlain(connection, request, desk, Reply.error(AfCode.AF20010, tenant));
      } else {
        feed(request, connection, desk, operation);
      }
    }

    private void feed(Request request, Connection connection, Desk desk, String operation)
        throws IOException {
      Turn turn = desk.mischief().turn(request.target());
      Reply reply = answer(request, desk, operation, turn);
      if (reply == null) {
        turn.end();
        note(request, desk, 0, turn.struck(), true);
        connection.reset();
        return;
      }
      Delivery delivery = desk.delivery(request, operation, reply, turn);
      turn.end();
      note(request, desk, reply.status(), turn.struck(), true);
      boolean isWhole = send(connection, desk, reply, delivery);
      if (isWhole && reply.blob() != null) {
        desk.mischief().noteDelivered(reply.blob());
      }
    }

    private Reply answer(Request request, Desk desk, String operation, Turn turn) {
      try {
        return desk.feed(request, operation, turn);
      } catch (RuntimeException e) {
        LOG.error("Simulated tenant failed: path={}", request.path(), e);
        return Reply.error(AfCode.AF50000, operation);
      }
    }

    private void sendPlain(Connection connection, Request request, Desk desk, Reply reply)
        throws IOException {
      note(request, desk, reply.status(), Set.of(), true);
      send(connection, desk, reply, Delivery.plain(false));
    }

    private boolean send(Connection connection, Desk desk, Reply reply, Delivery delivery)
        throws IOException {
      Instant now = desk == null ? clock.instant() : desk.clock().instant();
      return ReplyWriter.send(connection, reply.with("Date", HTTP_DATE.format(now)), delivery);
    }
  }
}
