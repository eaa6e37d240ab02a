package io.mailtrail.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who is concerned by a record, and by which names and ids they are found. */
class PeopleTest {
  private static final String OID = "10000000-0000-4000-8000-0000000000AB";
  private static final String ROBOT = "40000000-0000-4000-8000-000000000001";

  private final Normaliser normaliser = new Normaliser(Lookups.none());

  private Event event(String fields) {
    return Records.event(normaliser, Records.with(fields));
  }

  @Test
  void onePersonHasOneIdInEveryWorkloadThatNamesIt() {
    String id = OID.toLowerCase(java.util.Locale.ROOT);
    String ann = "\"UserId\":\"ann@c.example\",";
    Event login = event(ann + "\"RecordType\":15,\"UserKey\":\"" + OID + "\"");
    assertThat(login.values("user.id")).containsExactly(id);
    Event mailbox =
        event(
            ann
                + "\"RecordType\":2,\"UserKey\":\"10032000AAAA0001\",\"LogonUserSid\":\"S-1-5-21-7\",\"TokenObjectId\":\""
                + OID
                + "\"");
    assertThat(mailbox.values("user.id")).containsExactly(id);
    assertThat(mailbox.values("related.user"))
        .containsExactly("ann@c.example", id, "10032000aaaa0001", "s-1-5-21-7");
    Event directory =
        event(
            ann
                + "\"RecordType\":8,\"UserKey\":\"10032000AAAA0001@c.example\",\"Actor\":[{\"ID\":\"User_"
                + OID
                + "\",\"Type\":2}]");
    assertThat(directory.values("user.id")).containsExactly(id);
  }

  @Test
  void anEmptyTokenIsNobodysId() {
    Event event =
        event(
            "\"UserId\":\"ann@c.example\",\"UserKey\":\"10032000AAAA0001\",\"TokenObjectId\":\"00000000-0000-0000-0000-000000000000\"");
    assertThat(event.values("user.id")).containsExactly("10032000aaaa0001");
    assertThat(event.values("related.user")).containsExactly("ann@c.example", "10032000aaaa0001");
  }

  @Test
  void servicesAreConcernedToo() {
    assertThat(event("\"UserId\":\"ServicePrincipal_" + ROBOT + "\"").values("related.user"))
        .containsExactly("serviceprincipal_" + ROBOT, ROBOT);
    assertThat(
            event("\"UserId\":\"NT AUTHORITY\\\\SYSTEM (Microsoft.Exchange.Servicehost)\"")
                .values("related.user"))
        .containsExactly("nt authority\\system");
  }

  @Test
  void granteesAreNamedWithTheirRights() {
    Event event =
        event(
            "\"RecordType\":1,\"Operation\":\"Add-MailboxPermission\",\"UserId\":\"adm@c.example\",\"Parameters\":[{\"Name\":\"Identity\",\"Value\":\"ann@c.example\"},{\"Name\":\"User\",\"Value\":\"Eve@C.example\"},{\"Name\":\"AccessRights\",\"Value\":\"FullAccess\"}]");
    assertThat(event.values("mailtrail.grant.grantee")).containsExactly("eve@c.example");
    assertThat(event.values("mailtrail.grant.rights")).containsExactly("FullAccess");
    assertThat(event.values("user.target.email")).containsExactly("ann@c.example");
    assertThat(event.values("related.user"))
        .containsExactly("adm@c.example", "ann@c.example", "eve@c.example");
    assertThat(event.message())
        .isEqualTo(
            "adm@c.example gave permissions (FullAccess) to Eve@C.example on the mailbox of"
                + " ann@c.example");
  }

  @Test
  void membersOfFoldersAreNamedWithTheirRights() {
    Event event =
        event(
            "\"RecordType\":2,\"Operation\":\"UpdateFolderPermissions\",\"UserId\":\"ann@c.example\",\"MailboxOwnerUPN\":\"ann@c.example\",\"Item\":{\"ParentFolder\":{\"Path\":\"\\\\Inbox\",\"MemberUpn\":\"Eve@C.example\",\"MemberSid\":\"S-1-5-21-8\",\"MemberRights\":\"ReadAny, Visible\"}}");
    assertThat(event.values("mailtrail.grant.grantee")).containsExactly("eve@c.example");
    assertThat(event.values("mailtrail.grant.rights")).containsExactly("ReadAny, Visible");
    assertThat(event.values("related.user"))
        .containsExactly("ann@c.example", "eve@c.example", "s-1-5-21-8");
    assertThat(event.message())
        .isEqualTo(
            "ann@c.example changed folder permissions of eve@c.example to ReadAny, Visible on"
                + " \\Inbox in their own mailbox");
  }

  @Test
  void whereMailAndItemsGoIsConcernedToo() {
    assertThat(
            event(
                    "\"RecordType\":1,\"Operation\":\"New-InboxRule\",\"UserId\":\"ann@c.example\",\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"Drop@Evil.example\"}]")
                .values("related.user"))
        .containsExactly("ann@c.example", "drop@evil.example");
    assertThat(
            event(
                    "\"RecordType\":3,\"Operation\":\"Move\",\"UserId\":\"adm@c.example\",\"MailboxOwnerUPN\":\"ann@c.example\",\"MailboxOwnerSid\":\"S-1-5-21-1\",\"DestMailboxOwnerUPN\":\"bob@c.example\",\"DestMailboxOwnerSid\":\"S-1-5-21-2\"")
                .values("related.user"))
        .containsExactly(
            "adm@c.example", "ann@c.example", "s-1-5-21-1", "bob@c.example", "s-1-5-21-2");
  }

  @Test
  void sentencesHaveTheirObject() {
    assertThat(
            event(
                    "\"RecordType\":1,\"Operation\":\"Add-MailboxPermission\",\"UserId\":\"adm@c.example\",\"ObjectId\":\"x/y/0f0f0f0f-0000-4000-8000-00000000000b\",\"Parameters\":[{\"Name\":\"Identity\",\"Value\":\"Bob Ray\"},{\"Name\":\"User\",\"Value\":\"Ann Lee\"}]")
                .message())
        .isEqualTo("adm@c.example gave permissions to Ann Lee on the mailbox of Bob Ray");
    String send =
        "\"RecordType\":2,\"Operation\":\"Send\",\"UserId\":\"ann@c.example\",\"MailboxOwnerUPN\":\"ann@c.example\",\"Item\":{\"Subject\":\"Hi\"}";
    assertThat(event(send + ",\"recipientList\":[\"bob@c.example\",\"eve@d.example\"]").message())
        .isEqualTo(
            "ann@c.example sent a message \"Hi\" to bob@c.example and 1 more from their own mailbox");
    assertThat(event(send).message())
        .isEqualTo("ann@c.example sent a message \"Hi\" from their own mailbox");
    String rule =
        "\"RecordType\":2,\"Operation\":\"UpdateInboxRules\",\"UserId\":\"ann@c.example\",\"MailboxOwnerUPN\":\"ann@c.example\",\"OperationProperties\":[{\"Name\":\"RuleOperation\",\"Value\":\"%s\"},{\"Name\":\"RuleName\",\"Value\":\"x\"}]";
    assertThat(event(rule.formatted("AddMailboxRule")).message())
        .isEqualTo("ann@c.example created an inbox rule (\"x\") in their own mailbox");
    assertThat(event(rule.formatted("RemoveMailboxRule")).message()).contains(" removed an inbox");
    assertThat(event(rule.formatted("ModifyMailboxRule")).message()).contains(" changed an inbox");
  }

  @Test
  void theSessionIsTheOneOfTheAccessContext() {
    assertThat(
            event("\"SessionId\":\"other\",\"AppAccessContext\":{\"AADSessionId\":\"ABC\"}")
                .values("session.id"))
        .containsExactly("abc");
    assertThat(
            event("\"SessionId\":\"Other\",\"AppAccessContext\":{\"AADSessionId\":\"\"}")
                .values("session.id"))
        .containsExactly("other");
  }
}
