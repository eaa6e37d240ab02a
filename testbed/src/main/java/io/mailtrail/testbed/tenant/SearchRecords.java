package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.Draft.Act;
import io.mailtrail.testbed.tenant.Draft.Actor;
import java.time.Instant;

/**
 * Searches: in one's own mailbox (record type 101, ExchangeSearch), and in everybody's (24,
 * Discovery), which comes as Audit.General.
 */
final class SearchRecords {
  private static final int EXCHANGE_SEARCH = 101;
  private static final int DISCOVERY = 24;

  private final TenantPlan plan;

  SearchRecords(TenantPlan plan) {
    this.plan = plan;
  }

  /** Words typed into the search of Outlook on the web. */
  Draft mailbox(Session session, String query, Instant at, Dice dice) {
    Person person = session.person();
    Act act =
        new Act(ContentType.EXCHANGE, EXCHANGE_SEARCH, "Exchange", "SearchQueryInitiatedExchange");
    Actor actor = new Actor(person.upn(), person.account().puid(), 0);
    return Draft.of(plan, dice, at, act, "Succeeded", actor)
        .with("ClientIP", session.address())
        .with("QueryText", query)
        .with("SessionId", session.id());
  }

  /** A step of a content search in the compliance portal. */
  Draft content(
      Session session, String operation, String search, String query, Instant at, Dice dice) {
    Person person = session.person();
    Act act = new Act(ContentType.GENERAL, DISCOVERY, "SecurityComplianceCenter", operation);
    Actor actor = new Actor(person.upn(), person.account().objectId(), 0);
    return Draft.of(plan, dice, at, act, "Success", actor)
        .with("ClientIP", session.address())
        .with("ObjectId", search)
        .with("ExchangeLocations", "All")
        .with("ExtendedProperties", Draft.Pair.list("SearchIds", dice.guid()))
        .with("ObjectType", "Search")
        .with("Query", query);
  }
}
