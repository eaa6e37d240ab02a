package io.mailtrail.testbed.tenant;

import io.mailtrail.model.ContentType;
import io.mailtrail.testbed.tenant.Draft.Act;
import io.mailtrail.testbed.tenant.Draft.Actor;
import java.time.Instant;
import java.util.List;

/** The noise of other workloads: files (record type 6, SharePointFileOperation) and Teams (25). */
final class CollaborationRecords {
  private static final int FILE_OPERATION = 6;
  private static final int TEAMS = 25;

  private final TenantPlan plan;

  CollaborationRecords(TenantPlan plan) {
    this.plan = plan;
  }

  Draft file(Session session, Instant at, Dice dice) {
    Person person = session.person();
    boolean own = dice.perMille(600);
    String host = plan.organization().replace(".onmicrosoft.com", "");
    String site =
        own
            ? "https://"
                + host
                + "-my.sharepoint.com/personal/"
                + person.login().replaceAll("[.@]", "_")
                + "/"
            : "https://"
                + host
                + ".sharepoint.com/sites/"
                + person.department().replace(" ", "")
                + "/";
    String folder = own ? "Documents" : "Shared Documents";
    String file = dice.pick(Words.FILES);
    String operation =
        dice.pick(List.of("FileAccessed", "FileAccessed", "FileModified", "FileDownloaded"));
    String workload = own ? "OneDrive" : "SharePoint";
    Act act = new Act(ContentType.SHAREPOINT, FILE_OPERATION, workload, operation);
    Actor actor =
        new Actor(person.login(), "i:0h.f|membership|" + person.account().puid() + "@live.com", 0);
    Draft draft =
        Draft.of(plan, dice, at, act, null, actor)
            .with("ClientIP", session.address())
            .with("ObjectId", site + folder + "/" + file)
            .with("CorrelationId", dice.guid())
            .with("EventSource", "SharePoint")
            .with("ItemType", "File")
            .with("ListId", Dice.of(plan.seed(), "list " + site).guid())
            .with("ListItemUniqueId", dice.guid())
            .with("Site", Dice.of(plan.seed(), "site " + site).guid())
            .with("UserAgent", session.client().userAgent())
            .with("WebId", Dice.of(plan.seed(), "web " + site).guid())
            .with("HighPriorityMediaProcessing", false)
            .with("SourceFileExtension", file.substring(file.lastIndexOf('.') + 1))
            .with("SiteUrl", site)
            .with("SourceFileName", file)
            .with("SourceRelativeUrl", folder)
            .with("ApplicationDisplayName", "Microsoft Office");
    draft
        .object("AppAccessContext")
        .put("AADSessionId", session.id())
        .put("CorrelationId", dice.guid())
        .put("UniqueTokenId", dice.storeId("", 22));
    return draft;
  }

  Draft teamsSession(Session session, Instant at, Dice dice) {
    Person person = session.person();
    Act act = new Act(ContentType.GENERAL, TEAMS, "MicrosoftTeams", "TeamsSessionStarted");
    Actor actor = new Actor(person.login(), person.account().objectId(), 0);
    Draft draft =
        Draft.of(plan, dice, at, act, "Succeeded", actor)
            .with("ClientIP", session.address())
            .with("ObjectId", "Unknown (Unknown)")
            .with("ItemName", "");
    draft.array("ExtraProperties").addObject().put("Key", "TimeZone").put("Value", "");
    return draft;
  }
}
