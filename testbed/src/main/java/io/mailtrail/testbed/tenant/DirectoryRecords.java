package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.Draft.Act;
import io.mailtrail.testbed.tenant.Draft.Actor;
import io.mailtrail.testbed.tenant.Draft.Pair;
import java.time.Instant;
import java.util.List;

/**
 * Changes in the Entra directory (record type 8, AzureActiveDirectory): operations that end in a
 * dot, no address, text within text that is JSON.
 */
final class DirectoryRecords {
  private static final int RECORD_TYPE = 8;

  private final TenantPlan plan;

  DirectoryRecords(TenantPlan plan) {
    this.plan = plan;
  }

  /** An administrator changes an account. */
  Draft change(Person admin, Person target, Instant at, Dice dice) {
    String operation =
        dice.pick(
            List.of(
                "Update user.",
                "Update user.",
                "Add member to group.",
                "Reset user password.",
                "Change user license."));
    Actor actor = new Actor(admin.upn(), admin.account().puid() + "@" + plan.domain(), 0);
    Draft draft = begin(operation, actor, target, at, dice);
    ArrayNode ids = draft.array("Actor");
    identity(ids, admin.upn(), 5);
    identity(ids, admin.account().puid(), 3);
    identity(ids, "User_" + admin.account().objectId(), 2);
    return end(draft, target, "Department", dice);
  }

  /** The second-factor service notes a user's methods; the actor is a service principal. */
  Draft secondFactor(Person target, Instant at, Dice dice) {
    String principal = "ServicePrincipal_" + Dice.of(plan.seed(), "mfa service").guid();
    Draft draft = begin("Update user.", new Actor(principal, "Not Available", 4), target, at, dice);
    ArrayNode ids = draft.array("Actor");
    identity(ids, "Azure MFA StrongAuthenticationService", 1);
    identity(ids, principal, 2);
    return end(draft, target, "StrongAuthenticationMethod", dice);
  }

  /**
   * What a user does in the directory to something that is no user: an application, a domain.
   *
   * @param name of the thing, for people
   * @param changed a property and its new value, in turn
   */
  Draft operation(
      Person person, String operation, String name, Instant at, Dice dice, String... changed) {
    Actor actor = new Actor(person.upn(), person.account().puid() + "@" + plan.domain(), 0);
    Act act =
        new Act(ContentType.AZURE_ACTIVE_DIRECTORY, RECORD_TYPE, "AzureActiveDirectory", operation);
    Draft draft =
        Draft.of(plan, dice, at, act, "Success", actor)
            .with("ObjectId", name)
            .with("AzureActiveDirectoryEventType", 1);
    ArrayNode ids = draft.array("Actor");
    identity(ids, person.upn(), 5);
    identity(ids, person.account().puid(), 3);
    identity(ids, "User_" + person.account().objectId(), 2);
    draft
        .with("ActorContextId", plan.tenantId())
        .with("InterSystemsId", dice.guid())
        .with("IntraSystemId", dice.guid())
        .with("SupportTicketId", "")
        .with("ExtendedProperties", Pair.list("additionalDetails", "{}"));
    ArrayNode properties = draft.array("ModifiedProperties");
    for (int i = 0; i < changed.length; i += 2) {
      properties
          .addObject()
          .put("Name", changed[i])
          .put("NewValue", changed[i + 1])
          .put("OldValue", "");
    }
    ArrayNode targets = draft.array("Target");
    identity(targets, Dice.of(plan.seed(), "directory object " + name).guid(), 2);
    identity(targets, name, 1);
    return draft.with("TargetContextId", plan.tenantId());
  }

  /** A user consents to an application for themselves. */
  Draft consent(Person person, Application application, String scopes, Instant at, Dice dice) {
    return operation(
        person,
        "Consent to application.",
        application.id(),
        at,
        dice,
        "ConsentContext.IsAdminConsent",
        "False",
        "ConsentContext.IsAppOnly",
        "False",
        "ConsentContext.OnBehalfOfAll",
        "False",
        "ConsentAction.Permissions",
        "[] => [[Id: "
            + dice.storeId("", 22)
            + ", ClientId: "
            + application.id()
            + ", PrincipalId: "
            + person.account().objectId()
            + ", ConsentType: Principal, Scope: "
            + scopes
            + "]]; ");
  }

  private Draft begin(String operation, Actor actor, Person target, Instant at, Dice dice) {
    Act act =
        new Act(ContentType.AZURE_ACTIVE_DIRECTORY, RECORD_TYPE, "AzureActiveDirectory", operation);
    return Draft.of(plan, dice, at, act, "Success", actor)
        .with("ObjectId", target.upn())
        .with("AzureActiveDirectoryEventType", 1);
  }

  private Draft end(Draft draft, Person target, String property, Dice dice) {
    draft
        .with("ActorContextId", plan.tenantId())
        .with("InterSystemsId", dice.guid())
        .with("IntraSystemId", dice.guid())
        .with("SupportTicketId", "")
        .with(
            "ExtendedProperties",
            Pair.list(
                "additionalDetails", "{\"UserType\":\"Member\"}",
                "extendedAuditEventCategory", "User"));
    ArrayNode changed = draft.array("ModifiedProperties");
    boolean methods = property.startsWith("Strong");
    changed
        .addObject()
        .put("Name", property)
        .put("NewValue", methods ? "[{\"MethodType\":6,\"Default\":true}]" : target.department())
        .put("OldValue", methods ? "[]" : "");
    changed
        .addObject()
        .put("Name", "Included Updated Properties")
        .put("NewValue", property)
        .put("OldValue", "");
    ArrayNode targets = draft.array("Target");
    identity(targets, "User_" + target.account().objectId(), 2);
    identity(targets, target.account().objectId(), 2);
    identity(targets, target.upn(), 5);
    identity(targets, target.account().puid(), 3);
    return draft.with("TargetContextId", plan.tenantId());
  }

  private static void identity(ArrayNode list, String id, int type) {
    list.addObject().put("ID", id).put("Type", type);
  }
}
