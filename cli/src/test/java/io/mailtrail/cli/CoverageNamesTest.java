package io.mailtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose records are meant, however the mailbox, the actor and the logon are named. */
class CoverageNamesTest {
  private static final String GUID = "0A1B2C3D-0000-4000-8000-00000000000A";
  private static final String ROBOT = "40000000-0000-4000-8000-000000000001";

  /** As {@code Get-Mailbox | FL Name,Audit*} writes it: no address. */
  private static final String EXPORT =
      """
      Name            : Ann Lee
      AuditEnabled    : True
      AuditAdmin      : {HardDelete}
      AuditDelegate   : {HardDelete}
      AuditOwner      : {HardDelete}
      DefaultAuditSet : {}

      Name            : Zoe Ito
      AuditEnabled    : True
      AuditAdmin      : {HardDelete}
      AuditDelegate   : {HardDelete}
      AuditOwner      : {HardDelete}
      DefaultAuditSet : {}
      """;

  @TempDir private Path folder;
  private final List<String> records = new ArrayList<>();

  @BeforeEach
  void annDeletesHerself() {
    delete("\"UserId\":\"ann.lee@c.example\",\"LogonType\":0,\"LogonUserDisplayName\":\"Ann Lee\"");
  }

  @Test
  void aDisplayNameIsFollowedToTheAddressThatRecordsHaveBesideIt() throws IOException {
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "owner")).startsWith("Found 1.");
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "delegate"))
        .startsWith("None, and it would have been recorded.");
  }

  @Test
  void aDisplayNameThatNoRecordHasBesideAnAddressIsNoneOfNothing() throws IOException {
    assertThat(ask("--mailbox", "Zoe Ito", "--logon", "owner"))
        .startsWith("Unknown, because records go by addresses and GUIDs")
        .contains("zoe ito");
  }

  @Test
  void aDisplayNameOfTwoMailboxesIsNeithers() throws IOException {
    records.add(
        record(
            "\"UserId\":\"ann2@c.example\",\"LogonType\":0,\"LogonUserDisplayName\":\"Ann Lee\","
                + "\"MailboxOwnerUPN\":\"ann2@c.example\""));
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "delegate")).startsWith("Unknown, because");
  }

  @Test
  void aGuidIsFollowedToTheAddress() throws IOException {
    records.add(
        record(
            "\"UserId\":\"bob@c.example\",\"LogonType\":2,\"MailboxOwnerUPN\":\"Ann.Lee@c.example\""));
    assertThat(ask("--mailbox", GUID, "--logon", "delegate")).startsWith("Found 1.");
    assertThat(ask("--mailbox", GUID.replace('A', 'f'), "--logon", "delegate"))
        .startsWith("Unknown, because");
  }

  @Test
  void anActorIsFoundByDisplayNameIdAndSid() throws IOException {
    delete(
        "\"UserId\":\"bob@c.example\",\"LogonType\":2,\"LogonUserDisplayName\":\"Bob Ray\","
            + "\"LogonUserSid\":\"S-1-5-21-9\",\"UserKey\":\"10032000AAAA0001\"");
    for (String bob :
        List.of("bob@c.example", "Bob Ray", "S-1-5-21-9", "10032000aaaa0001", "BOB@c.example")) {
      assertThat(ask("--mailbox", "Ann Lee", "--logon", "delegate", "--actor", bob))
          .as(bob)
          .startsWith("Found 1.");
    }
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "delegate", "--actor", "eve@c.example"))
        .startsWith("None, and it would have been recorded.");
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "delegate", "--actor", "Eve Orr"))
        .startsWith("Unknown, because records go by addresses");
  }

  @Test
  void aServicePrincipalCanBeAskedAbout() throws IOException {
    delete("\"UserId\":\"ServicePrincipal_" + ROBOT + "\",\"UserType\":6,\"LogonType\":1");
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "admin", "--actor", ROBOT))
        .startsWith("Found 1.");
  }

  @Test
  void whoeverIsNeitherOwnerNorDelegateCountsAsAnAdministrator() throws IOException {
    for (int logon : new int[] {1, 3, 4, 5, 6}) {
      delete("\"UserId\":\"x\",\"LogonType\":" + logon);
    }
    delete("\"UserId\":\"NT AUTHORITY\\\\SYSTEM\",\"UserType\":3");
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "admin")).startsWith("Found 6.");
    assertThat(ask("--mailbox", "Ann Lee", "--logon", "owner")).startsWith("Found 1.");
  }

  private void delete(String fields) {
    records.add(record(fields + ",\"MailboxOwnerUPN\":\"Ann.Lee@c.example\""));
  }

  private String record(String fields) {
    return "{\"Id\":\"%d\",\"CreationTime\":\"2026-03-02T08:00:00\",\"RecordType\":2,\"Operation\":\"HardDelete\",\"OrganizationId\":\"t\",\"MailboxGuid\":\"%s\",%s}"
        .formatted(records.size(), GUID, fields);
  }

  private String ask(String... question) throws IOException {
    Path events = Files.write(folder.resolve("records.jsonl"), records);
    Path config = Files.writeString(folder.resolve("mailboxes.txt"), EXPORT);
    List<String> args = new ArrayList<>(List.of("coverage", "--action", "HardDelete"));
    args.addAll(List.of("--from", "2026-03-02", "--to", "2026-03-03", "--at", "2026-03-01"));
    args.addAll(List.of("--config", config.toString(), "--events", events.toString()));
    args.addAll(List.of(question));
    Cli.Result result = Cli.run(args.toArray(new String[0]));
    return result.out().isEmpty() ? result.err() : result.out();
  }
}
