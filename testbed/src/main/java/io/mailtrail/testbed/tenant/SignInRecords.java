package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.Draft.Act;
import io.mailtrail.testbed.tenant.Draft.Actor;
import io.mailtrail.testbed.tenant.Draft.Pair;
import java.time.Instant;
import java.util.List;

/**
 * Sign-ins (record type 15, AzureActiveDirectoryStsLogon): a bare address, the UPN in lower case.
 */
final class SignInRecords {
  private static final int RECORD_TYPE = 15;
  private static final String EXCHANGE_ONLINE = "00000002-0000-0ff1-ce00-000000000000";

  /** What people sign in to: Exchange Online, SharePoint Online, Microsoft Graph, Teams. */
  private static final List<String> RESOURCES =
      List.of(
          EXCHANGE_ONLINE,
          EXCHANGE_ONLINE,
          "00000003-0000-0ff1-ce00-000000000000",
          "00000003-0000-0000-c000-000000000000",
          "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe");

  private final TenantPlan plan;

  SignInRecords(TenantPlan plan) {
    this.plan = plan;
  }

  /** Why a sign-in fails: Entra's number and name. */
  enum Failure {
    WRONG_PASSWORD("50126", "InvalidUserNameOrPassword"),
    LOCKED("50053", "IdsLocked"),
    NO_SECOND_FACTOR("50074", "UserStrongAuthClientAuthNRequiredInterrupt"),
    BLOCKED_BY_POLICY("53003", "BlockedByConditionalAccess");

    private final String number;
    private final String error;

    Failure(String number, String error) {
      this.number = number;
      this.error = error;
    }
  }

  Draft success(Session session, Instant at, Dice dice) {
    // The first sign-in of a session leaves "Redirect" as often as "Success": both succeeded.
    String detail = session.client().isBrowser() && dice.perMille(500) ? "Redirect" : "Success";
    Draft draft = begin(session, at, "UserLoggedIn", detail, dice);
    return draft.with("ErrorNumber", "0");
  }

  /** A failed sign-in, whose ResultStatus says Success all the same: the HTTP call went well. */
  Draft failure(Session session, Instant at, Failure failure, Dice dice) {
    Draft draft = begin(session, at, "UserLoginFailed", "Success", dice);
    return draft
        .with("ErrorCode", failure.number)
        .with("ErrorNumber", failure.number)
        .with("LogonError", failure.error);
  }

  private Draft begin(Session session, Instant at, String operation, String detail, Dice dice) {
    Person person = session.person();
    Client client = session.client();
    String objectId = person.account().objectId();
    String resource = dice.pick(RESOURCES);
    Draft draft =
        Draft.of(
            plan,
            dice,
            at,
            new Act(
                ContentType.AZURE_ACTIVE_DIRECTORY, RECORD_TYPE, "AzureActiveDirectory", operation),
            "Success",
            new Actor(person.login(), objectId, 0));
    draft
        .with("ClientIP", session.address())
        .with("ObjectId", resource)
        .with("AzureActiveDirectoryEventType", 1)
        .with(
            "ExtendedProperties",
            Pair.list(
                "ResultStatusDetail", detail,
                "UserAgent", client.userAgent(),
                "RequestType", client.requestType()));
    draft.array("ModifiedProperties");
    ArrayNode actor = draft.array("Actor");
    actor.addObject().put("ID", objectId).put("Type", 0);
    actor.addObject().put("ID", person.login()).put("Type", 5);
    draft
        .with("ActorContextId", plan.tenantId())
        .with("ActorIpAddress", session.address())
        .with("InterSystemsId", dice.guid())
        .with("IntraSystemId", dice.guid())
        .with("SupportTicketId", "");
    draft.array("Target").addObject().put("ID", resource).put("Type", 0);
    boolean managed = client == Client.OUTLOOK_WINDOWS;
    return draft
        .with("TargetContextId", plan.tenantId())
        .with("ApplicationId", client.applicationId())
        .with(
            "DeviceProperties",
            Pair.list(
                "Id", managed ? person.account().mailboxGuid() : "",
                "DisplayName", managed ? "NF-" + person.account().puid().substring(9) : "",
                "OS", client.os(),
                "BrowserType", client.browser(),
                "TrustType", managed ? "2" : "",
                "IsCompliant", managed ? "True" : "",
                "IsCompliantAndManaged", managed ? "True" : "False",
                "SessionId", session.id()));
  }
}
