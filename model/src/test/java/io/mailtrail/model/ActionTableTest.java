package io.mailtrail.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.MailboxAction.Kind;
import io.mailtrail.model.MailboxAction.Recording;
import io.mailtrail.model.MailboxAction.Table;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionTableTest {
  private static final LocalDate CLASSIC = LocalDate.parse("2018-06-01");
  private static final LocalDate NOW = LocalDate.parse("2026-01-01");
  private final ActionTable table = ActionTable.bundled();

  @Test
  void holdsBothTablesInFull() {
    assertThat(table.actions().stream().filter(row -> row.table() == Table.CLASSIC)).hasSize(14);
    assertThat(
            table.actions().stream()
                .filter(row -> row.table() == Table.CURRENT && row.mailbox() == Kind.USER))
        .hasSize(24);
    assertThat(table.actions().stream().filter(row -> row.mailbox() == Kind.GROUP)).hasSize(7);
  }

  /**
   * Typed from Microsoft's pages a second time, not from our file: admin, delegate, owner. D: by
   * default, C: can be, repeats are consolidated, a: can be, -: never.
   */
  private static final String CLASSIC_TABLE =
      """
      Copy a--, Create DDa, FolderBind DC-, HardDelete DDa, MailboxLogin --a, MessageBind a--,
      Move Daa, MoveToDeletedItems Daa, SendAs DD-, SendOnBehalf Da-, SoftDelete DDa, Update DDa,
      UpdateCalendarDelegation D-D, UpdateFolderPermissions DDD
      """;

  private static final String CURRENT_TABLE =
      """
      AddFolderPermissions ---, ApplyRecord DDD, Copy a--, Create DDa, FolderBind aC-,
      HardDelete DDD, MailboxLogin --a, MailItemsAccessed DDD premium,
      MessageBind a-- without_premium, ModifyFolderPermissions ---, Move aaa,
      MoveToDeletedItems DDD, RecordDelete aaa, RemoveFolderPermissions ---,
      SearchQueryInitiated --a premium, Send D-D premium, SendAs DD-, SendOnBehalf DD-,
      SoftDelete DDD, Update DDD, UpdateCalendarDelegation D-D, UpdateComplianceTag aaa,
      UpdateFolderPermissions DDD, UpdateInboxRules DDD
      """;

  private static final String GROUP_TABLE =
      """
      Create DD-, HardDelete DDD, MoveToDeletedItems DDD, SendAs DD-, SendOnBehalf DD-,
      SoftDelete DDD, Update DDD
      """;

  @Test
  void everyCellIsAsMicrosoftsTablesHaveIt() {
    assertThat(cells(Table.CLASSIC, Kind.USER)).isEqualTo(transcribed(CLASSIC_TABLE));
    assertThat(cells(Table.CURRENT, Kind.USER)).isEqualTo(transcribed(CURRENT_TABLE));
    assertThat(cells(Table.CURRENT, Kind.GROUP)).isEqualTo(transcribed(GROUP_TABLE));
  }

  private Map<String, String> cells(Table which, Kind mailbox) {
    Map<String, String> cells = new TreeMap<>();
    for (MailboxAction row : table.actions()) {
      if (row.table() == which && row.mailbox() == mailbox) {
        String licence =
            row.licence() == MailboxAction.Licence.ANY
                ? ""
                : " " + row.licence().name().toLowerCase(Locale.ROOT);
        cells.put(
            row.action(),
            "" + cell(row.admin()) + cell(row.delegate()) + cell(row.owner()) + licence);
      }
    }
    return cells;
  }

  private static char cell(Recording recording) {
    return switch (recording) {
      case DEFAULT -> 'D';
      case CONSOLIDATED -> 'C';
      case AVAILABLE -> 'a';
      case NEVER -> '-';
    };
  }

  private static Map<String, String> transcribed(String text) {
    Map<String, String> cells = new TreeMap<>();
    for (String entry : text.strip().split(",\\s*", -1)) {
      cells.put(entry.substring(0, entry.indexOf(' ')), entry.substring(entry.indexOf(' ') + 1));
    }
    return cells;
  }

  /** As on the audit search page, old and new. */
  @ParameterizedTest
  @CsvSource({
    "MailItemsAccessed, Accessed mailbox items",
    "UpdateCalendarDelegation, Added or removed user with delegate access to calendar folder",
    "AddFolderPermissions, Added permissions to folder",
    "Copy, Copied messages to another folder",
    "Create, Created mailbox item",
    "SoftDelete, Deleted messages from Deleted Items folder",
    "Move, Moved messages to another folder",
    "MoveToDeletedItems, Moved messages to Deleted Items folder",
    "UpdateFolderPermissions, Modified folder permission",
    "HardDelete, Purged messages from the mailbox",
    "RemoveFolderPermissions, Removed permissions from folder",
    "Send, Sent message",
    "SendAs, Sent message using Send As permissions",
    "SendOnBehalf, Sent message using Send On Behalf permissions",
    "UpdateInboxRules, Updated inbox rules from Outlook client",
    "Update, Updated message",
    "MailboxLogin, User signed in to mailbox",
    "Add-MailboxPermission, Added delegate mailbox permissions",
    "New-InboxRule, Created new inbox rule in Outlook web app",
    "ApplyRecordLabel, Labeled message as a record",
    "Set-InboxRule, Modified inbox rule from Outlook web app",
    "Remove-MailboxPermission, Removed delegate mailbox permissions"
  })
  void everyActivityOfTheSearchPageHasItsName(String operation, String activity) {
    String known =
        table
            .newest(operation, Kind.USER)
            .map(MailboxAction::activity)
            .or(() -> table.activity(operation).map(ActionTable.Activity::activity))
            .orElseThrow();
    assertThat(known).isEqualTo(activity);
    table.actions().stream()
        .filter(row -> row.action().equals(operation))
        .forEach(row -> assertThat(row.activity()).isEqualTo(activity));
  }

  @Test
  void classicEndsWhereCurrentBegins() {
    for (MailboxAction row : table.actions()) {
      if (row.table() == Table.CLASSIC) {
        assertThat(row.until()).as(row.action()).isEqualTo(LocalDate.parse("2019-01-31"));
        assertThat(row.from()).as(row.action()).isNull();
      } else {
        assertThat(row.from()).as(row.action()).isEqualTo(LocalDate.parse("2019-02-01"));
        assertThat(row.until()).as(row.action()).isNull();
      }
    }
  }

  @Test
  void anAdministratorWithFullAccessIsTakenAsWhatTheyLogOnAs() {
    MailboxAction folderBind = table.action("FolderBind", Kind.USER, NOW).orElseThrow();
    assertThat(folderBind.recording(LogonType.DELEGATE)).isEqualTo(Recording.CONSOLIDATED);
    assertThat(folderBind.recording(LogonType.ADMIN)).isEqualTo(Recording.AVAILABLE);
    assertThat(folderBind.recording(LogonType.OWNER)).isEqualTo(Recording.NEVER);
  }

  @Test
  void noTwoRowsSpeakForTheSameDay() {
    for (LocalDate day : List.of(CLASSIC, LocalDate.parse("2019-01-31"), NOW)) {
      Set<String> seen = new HashSet<>();
      table.actions().stream()
          .filter(row -> row.holdsOn(day))
          .forEach(row -> assertThat(seen.add(row.mailbox() + row.action())).isTrue());
    }
  }

  @Test
  void onlyFolderPermissionsAndCalendarDelegationOfOwnersWereRecordedByDefaultInTheClassicTable() {
    assertThat(
            table.actions().stream()
                .filter(row -> row.table() == Table.CLASSIC && row.owner() == Recording.DEFAULT)
                .map(MailboxAction::action))
        .containsExactlyInAnyOrder("UpdateFolderPermissions", "UpdateCalendarDelegation");
  }

  @Test
  void theDayDecidesWhetherAnOwnersPurgeIsRecordedByDefault() {
    assertThat(table.action("harddelete", Kind.USER, CLASSIC).orElseThrow().owner())
        .isEqualTo(Recording.AVAILABLE);
    assertThat(table.action("HardDelete", Kind.USER, NOW).orElseThrow().owner())
        .isEqualTo(Recording.DEFAULT);
  }

  @Test
  void folderBindsOfDelegatesAreConsolidated() {
    assertThat(
            table.action("FolderBind", Kind.USER, NOW).orElseThrow().recording(AccessType.DELEGATE))
        .isEqualTo(Recording.CONSOLIDATED);
  }

  @Test
  void knowsTheNamesOfTheAuditSearchPage() {
    assertThat(table.newest("HardDelete", Kind.USER).orElseThrow().activity())
        .isEqualTo("Purged messages from the mailbox");
    assertThat(table.activity("new-inboxrule").orElseThrow().activity())
        .isEqualTo("Created new inbox rule in Outlook web app");
    assertThat(table.activity("HardDelete")).isEmpty();
  }

  @Test
  void actionsThatAreFoldedIntoAnotherAreNeverRecorded() {
    MailboxAction row = table.action("AddFolderPermissions", Kind.USER, NOW).orElseThrow();
    for (AccessType access : AccessType.values()) {
      assertThat(row.recording(access)).isEqualTo(Recording.NEVER);
    }
  }

  @Test
  void logonTypesComeAsNumbersAndNames() {
    assertThat(LogonType.of("2")).contains(LogonType.DELEGATE);
    assertThat(LogonType.of("Delegated")).contains(LogonType.DELEGATE);
    assertThat(LogonType.of("delegatedadmin")).contains(LogonType.DELEGATED_ADMIN);
    assertThat(LogonType.of("systemservice")).contains(LogonType.SYSTEM_SERVICE);
    assertThat(LogonType.of("7")).isEmpty();
    assertThat(LogonType.of("")).isEmpty();
  }

  @Test
  void recordTypesHaveNumbersAndNames() {
    assertThat(RecordTypes.name(50)).contains("ExchangeItemAggregated");
    assertThat(RecordTypes.number("exchangeitem")).hasValue(2);
    assertThat(RecordTypes.name(-1)).isEmpty();
    assertThat(RecordTypes.number("no such type")).isEmpty();
  }
}
