package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.Draft.Act;
import io.mailtrail.testbed.tenant.Draft.Actor;
import io.mailtrail.testbed.tenant.Draft.Pair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Exchange cmdlets (record type 1, ExchangeAdmin): the address with a port, the UPN in mixed case,
 * what was touched in {@code ObjectId}, {@code ResultStatus} "True".
 */
final class CmdletRecords {
  private static final int RECORD_TYPE = 1;
  private static final String SYSTEM = "NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)";

  private final TenantPlan plan;

  CmdletRecords(TenantPlan plan) {
    this.plan = plan;
  }

  /** New-InboxRule, or Set-InboxRule for one that exists. */
  Draft inboxRule(Session session, String cmdlet, InboxRule rule, Instant at, Dice dice) {
    String mailbox = path(session.person().account().objectId());
    String identity = cmdlet.equals("New-InboxRule") ? "Name" : "Identity";
    List<Pair> parameters = new ArrayList<>();
    parameters.addAll(Pair.list("AlwaysDeleteOutlookRulesBlob", "False", "Force", "False"));
    parameters.add(new Pair(identity, rule.name()));
    parameters.addAll(rule.parameters());
    return byPerson(session, cmdlet, mailbox + "\\" + rule.name(), parameters, at, dice);
  }

  /** Any cmdlet on something of the organisation. */
  Draft onOrganization(
      Session session, String cmdlet, String object, List<Pair> parameters, Instant at, Dice dice) {
    String path = plan.organization() + "\\" + object;
    return byPerson(session, cmdlet, path, parameters, at, dice);
  }

  /** Any cmdlet on somebody's mailbox, which stands first among its parameters. */
  Draft onMailbox(
      Session session, String cmdlet, Person target, List<Pair> more, Instant at, Dice dice) {
    List<Pair> parameters = new ArrayList<>(Pair.list("Identity", target.upn()));
    parameters.addAll(more);
    String object = path(target.account().objectId());
    return byPerson(session, cmdlet, object, parameters, at, dice)
        .with("ModifiedObjectResolvedName", target.account().displayName());
  }

  /** An administrator's work on somebody's mailbox. */
  Draft administration(Session admin, Person target, Instant at, Dice dice) {
    String identity = target.upn();
    List<Pair> parameters = new ArrayList<>(Pair.list("Identity", identity));
    String cmdlet =
        dice.pick(
            List.of(
                "Set-Mailbox",
                "Add-MailboxPermission",
                "Remove-MailboxPermission",
                "Set-CASMailbox"));
    switch (cmdlet) {
      case "Set-Mailbox" ->
          parameters.addAll(Pair.list("AuditEnabled", "True", "AuditOwner", "MailboxLogin"));
      case "Set-CASMailbox" -> parameters.addAll(Pair.list("PopEnabled", "False"));
      default ->
          parameters.addAll(
              Pair.list(
                  "User", admin.person().upn(),
                  "AccessRights", "FullAccess",
                  "InheritanceType", "All"));
    }
    String object = path(target.account().objectId());
    Draft draft = byPerson(admin, cmdlet, object, parameters, at, dice);
    return draft.with("ModifiedObjectResolvedName", target.account().displayName());
  }

  /** What Exchange does by itself; there is no address. */
  Draft service(Instant at, Dice dice) {
    String cmdlet =
        dice.pick(List.of("Set-MailboxPlan", "Set-AdminAuditLogConfig", "Set-TransportConfig"));
    Actor system = new Actor(SYSTEM, SYSTEM, 3);
    Draft draft = begin(cmdlet, plan.organization() + "\\" + cmdlet.substring(4), system, at, dice);
    return draft
        .with("AppId", "")
        .with("ClientAppId", "")
        .with("ExternalAccess", true)
        .with("OrganizationName", plan.organization())
        .with("OriginatingServer", Mailbox.server(dice).strip())
        .with("Parameters", Pair.list("DomainController", "", "Identity", path(dice.guid())));
  }

  private Draft byPerson(
      Session session,
      String cmdlet,
      String objectId,
      List<Pair> parameters,
      Instant at,
      Dice dice) {
    Person person = session.person();
    Actor actor = new Actor(person.upn(), person.account().puid(), 2);
    Draft draft = begin(cmdlet, objectId, actor, at, dice);
    draft
        .with("ClientIP", session.addressWithPort(dice))
        .with("AppId", "00000002-0000-0ff1-ce00-000000000000")
        .with("AppPoolName", "MSExchangeAdminApiNetCore")
        .with("ClientAppId", "")
        .with("CorrelationID", "")
        .with("ExternalAccess", false)
        .with("OrganizationName", plan.organization())
        .with("OriginatingServer", Mailbox.server(dice).strip())
        .with("Parameters", parameters)
        .with("RequestId", dice.guid())
        .with("SessionId", session.id())
        .with("TokenObjectId", person.account().objectId())
        .with("TokenTenantId", plan.tenantId())
        .with("TokenType", "AccessToken");
    ArrayNode permissions = draft.object("AppAccessContext").putArray("Permissions");
    permissions.add("user_impersonation");
    return draft;
  }

  private Draft begin(String cmdlet, String objectId, Actor actor, Instant at, Dice dice) {
    Act act = new Act(ContentType.EXCHANGE, RECORD_TYPE, "Exchange", cmdlet);
    return Draft.of(plan, dice, at, act, "True", actor).with("ObjectId", objectId);
  }

  private String path(String object) {
    return "GBRP265A001.PROD.OUTLOOK.COM/Microsoft Exchange Hosted Organizations/"
        + plan.organization()
        + "/"
        + object;
  }
}
