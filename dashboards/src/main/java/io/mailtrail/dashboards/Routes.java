package io.mailtrail.dashboards;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.mailtrail.dashboards.query.EntityQuery;
import io.mailtrail.dashboards.query.EventQuery;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.dashboards.query.TimeRange;
import io.mailtrail.dashboards.query.Window;
import io.mailtrail.dashboards.store.Answer;
import io.mailtrail.dashboards.store.Store;
import io.mailtrail.dashboards.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which address gives which page. */
final class Routes {
  private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

  /** What the filters on a record's own page narrow. */
  private static final SearchState EVERYTHING = SearchState.DEFAULT.withRange(new TimeRange.All());

  private final Assets assets;
  private final Guard guard;
  private final URI openSearchUrl;
  private final Clock clock;
  private final Templates templates;
  private final SearchPage searchPage;
  private final AlertsPage alertsPage;
  private final AlertPage alertPage;
  private final FailedPage failedPage;
  private final LedgerPage ledgerPage;
  private final CoveragePage coveragePage;
  private final EntitiesPage entitiesPage;
  private final EntityPage entityPage;
  private final EventPage eventPage;
  private final Export export;
  private final Health health;

  Routes(
      Store store,
      EventQuery queries,
      EntityQuery entityQueries,
      int exportLimit,
      Assets assets,
      Guard guard,
      URI openSearchUrl,
      Clock clock) {
    this.assets = assets;
    this.guard = guard;
    this.openSearchUrl = openSearchUrl;
    this.clock = clock;
    this.templates = new Templates(assets);
    this.searchPage = new SearchPage(new EventSearch(store, queries, exportLimit));
    this.alertsPage = new AlertsPage(store, queries);
    this.entitiesPage = new EntitiesPage(store, entityQueries);
    this.entityPage = new EntityPage(store, entityQueries);
    this.alertPage = new AlertPage(store, queries, Attack.bundled(), entityPage);
    this.failedPage = new FailedPage(store);
    this.ledgerPage = new LedgerPage(store);
    this.coveragePage = new CoveragePage(store);
    this.eventPage = new EventPage(store, queries);
    this.export = new Export(store, queries, exportLimit);
    this.health = new Health(store);
  }

  void addTo(RoutesConfig routes) {
    routes.before(this::guard);
    routes.get("/", this::search);
    routes.get("/events/<id>", this::event);
    routes.get("/parts/events/<id>", this::eventPart);
    routes.get(
        "/alerts",
        context ->
            page(context, "alerts", "Alerts", "alerts", alertsPage.view(context.queryParamMap())));
    routes.get("/alerts/<id>", this::alert);
    routes.get(
        "/entities",
        context ->
            page(
                context,
                "entities",
                "Who is at risk",
                "entities",
                entitiesPage.view(context.queryParamMap(), clock.instant())));
    routes.get("/entity", this::entity);
    routes.get(
        "/failed",
        context ->
            page(
                context,
                "failed",
                "Failed records",
                "failed",
                failedPage.view(context.queryParamMap())));
    routes.get("/failed/bytes/<id>", this::failedBytes);
    routes.get("/parts/failed/<id>", this::failedPart);
    routes.get(
        "/ledger", context -> page(context, "ledger", "Collection", "ledger", ledgerPage.view()));
    routes.get(
        "/coverage",
        context ->
            page(
                context,
                "coverage",
                "What is audited",
                "coverage",
                coveragePage.view(context.queryParamMap(), clock.instant())));
    routes.get("/export.csv", context -> export(context, Export.Format.CSV));
    routes.get("/export.jsonl", context -> export(context, Export.Format.JSON_LINES));
    routes.get("/assets/{digest}/{name}", this::asset);
    routes.get("/health", this::health);
    routes.get("/*", this::notFound);
    routes.exception(StoreException.class, this::down);
    routes.exception(Exception.class, this::broken);
  }

  /** Counts and logs an answer. */
  void answered(Context context, Float milliseconds) {
    health.answered(context, milliseconds);
  }

  private void guard(Context context) {
    Guard.addHeaders(context);
    // Javalin's method() would believe a header that overrides it.
    guard
        .refusal(context.req().getMethod(), context.req().getHeader("Host"))
        .ifPresent(
            refusal -> {
              if (refusal.status() == 405) {
                context.header("Allow", "GET");
              }
              context.skipRemainingHandlers();
              message(
                  context,
                  refusal.status(),
                  new Message(refusal.title(), refusal.sentence(), "", false));
            });
  }

  private void page(Context context, String template, String title, String section, Object view) {
    context.html(templates.page(template, title, section, view));
  }

  private void message(Context context, int status, Message message) {
    context.status(status);
    page(context, "message", message.title(), "", message);
  }

  private void search(Context context) {
    SearchView view = searchPage.view(context.queryParamMap(), clock.instant());
    if (view.fault() != null) {
      context.status(400);
    }
    page(context, "search", "Search", "search", view);
  }

  private void event(Context context) {
    Optional<EventView> view = eventPage.view(Links.id(context.pathParam("id")), EVERYTHING);
    if (view.isEmpty()) {
      message(context, 404, noSuchRecord());
    } else {
      page(context, "event", "Record", "search", view.get());
    }
  }

  private void eventPart(Context context) {
    SearchState state = SearchState.parse(context.queryParamMap()).state();
    Optional<EventView> view = eventPage.view(Links.id(context.pathParam("id")), state);
    context.html(
        view.isEmpty()
            ? templates.part("notice", noSuchRecord())
            : templates.part("detail", view.get()));
  }

  private static Message noSuchRecord() {
    return new Message(
        "No such record",
        "No record of this id can be searched.",
        "It may not have arrived yet, or it may have failed.",
        false);
  }

  private void alert(Context context) {
    String id = Links.id(context.pathParam("id"));
    Optional<AlertView> view = alertPage.view(id, clock.instant());
    if (view.isEmpty()) {
      message(
          context, 404, new Message("No such alert", "There is no alert of this id.", "", false));
    } else if (!view.get().id().equals(id)) {
      // An id from before a late record moved its anchor: notes and messages still name it.
      context.redirect(Links.alert(view.get().id()));
    } else {
      page(context, "alert", view.get().title(), "alerts", view.get());
    }
  }

  private void entity(Context context) {
    Optional<EntityView> view = entityPage.view(context.queryParamMap(), clock.instant());
    if (view.isEmpty()) {
      message(
          context,
          404,
          new Message(
              "No such page", "The address names no account, mailbox or address.", "", false));
    } else {
      page(context, "entity", view.get().name(), "entities", view.get());
    }
  }

  private void failedPart(Context context) {
    Optional<FailedView.Detail> detail = failedPage.detail(Links.id(context.pathParam("id")));
    context.html(
        detail.isEmpty()
            ? templates.part("notice", noSuchRecord())
            : templates.part("failedDetail", detail.get()));
  }

  private void failedBytes(Context context) {
    Optional<byte[]> bytes = failedPage.bytes(Links.id(context.pathParam("id")));
    if (bytes.isEmpty()) {
      message(context, 404, noSuchRecord());
      return;
    }
    context.contentType("application/octet-stream");
    context.header("Content-Disposition", "attachment; filename=\"mailtrail-failed-record.bin\"");
    context.result(bytes.get());
  }

  private void export(Context context, Export.Format format) throws IOException {
    SearchState state = SearchState.parse(context.queryParamMap()).state();
    Instant now = clock.instant();
    Window window = state.range().window(now);
    Answer first = export.first(state, window);
    if (first instanceof Answer.Refused refused) {
      message(context, 400, new Message("Not exported", refused.sentence(), "", false));
      return;
    }
    context.contentType(format.contentType());
    String name =
        "mailtrail-events-" + Show.time(now).replaceAll("[^0-9]", "") + "." + format.extension();
    context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    try {
      export.write(first.orThrow(), state, window, format, context.outputStream());
    } catch (StoreException e) {
      breakOff(context, e);
    }
  }

  /** Lets the download fail at the browser, if it has begun: it must not look complete. */
  private void breakOff(Context context, StoreException e) {
    if (!context.res().isCommitted()) {
      context.res().reset();
      Guard.addHeaders(context);
      throw e;
    }
    LOG.atWarn().setCause(e).log("Export broken off");
    ServletContextRequest.getServletContextRequest(context.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private void asset(Context context) {
    Optional<Assets.Asset> asset = assets.find(context.pathParam("name"));
    if (asset.isEmpty()) {
      context.status(404);
      return;
    }
    context.header("Cache-Control", "public, max-age=31536000, immutable");
    context.contentType(asset.get().contentType());
    context.result(asset.get().content());
  }

  private void health(Context context) {
    Health.Report report = health.report();
    context.status(report.isUp() ? 200 : 503);
    context.contentType("application/json");
    context.result(report.json());
  }

  private void notFound(Context context) {
    if (context.result() == null || !"text/html".equals(context.res().getContentType())) {
      message(
          context,
          404,
          new Message("No such page", "There is nothing at this address.", "", false));
    }
  }

  private void down(StoreException e, Context context) {
    if (e instanceof StoreException.TookTooLong) {
      LOG.atWarn().addKeyValue("path", context.path()).log("Search given up");
      message(context, 503, new Message("The search took too long", e.getMessage(), "", true));
      return;
    }
    LOG.atWarn().addKeyValue("uri", openSearchUrl).setCause(e).log("OpenSearch cannot be read");
    message(
        context,
        503,
        new Message(
            e.getMessage(),
            "The console reads its data from OpenSearch at " + openSearchUrl + ".",
            "Nothing is lost: records wait in Kafka until it is back.",
            true));
  }

  private void broken(Exception e, Context context) {
    LOG.atError().addKeyValue("path", context.path()).setCause(e).log("Page failed");
    message(context, 500, new Message("This page failed", "The console's log says why.", "", true));
  }
}
