package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the action table and the counts make of mailbox records. */
class MailboxMeaningTest {
  private final Normaliser normaliser = new Normaliser(Lookups.none());

  private Event event(String fields) {
    return Records.event(normaliser, Records.with(fields));
  }

  @ParameterizedTest
  @CsvSource({
    // logon type, user type, external, actor, access type, purge recorded by default in 2026
    "0,0,false,ann@c.example,owner,true",
    "Owner,Regular,false,ann@c.example,owner,true",
    "1,2,false,adm@c.example,administrator,true",
    "1,2,true,svc@microsoft.example,datacentre,true",
    "1,2,true,adm@c.example,administrator,true",
    "2,0,false,bob@c.example,delegate,true",
    "Delegated,0,false,bob@c.example,delegate,true",
    "1,3,true,NT AUTHORITY\\\\SYSTEM,datacentre,true",
    "4,0,false,x,datacentre,true",
    "6,9,true,partner@p.example,administrator,true",
    "1,5,false,app,application,true",
    "0,6,false,app,application,true"
  })
  void whoUsedAMailboxIsTold(
      String logon, String user, String external, String actor, String access, String recorded) {
    Event event =
        event(
            "\"RecordType\":2,\"Operation\":\"HardDelete\",\"MailboxOwnerUPN\":\"Ann@C.example\",\"LogonType\":\""
                + logon
                + "\",\"UserType\":\""
                + user
                + "\",\"ExternalAccess\":"
                + external
                + ",\"UserId\":\""
                + actor
                + "\"");
    assertThat(event.values("mailtrail.mailbox.access_type")).containsExactly(access);
    assertThat(event.values("mailtrail.mailbox.owner")).containsExactly("ann@c.example");
    assertThat(event.values("mailtrail.mailbox.recorded_by_default")).containsExactly(recorded);
    assertThat(event.values("mailtrail.mailbox.activity"))
        .containsExactly("Purged messages from the mailbox");
  }

  @Test
  void theActionTableOfTheTimeSaysWhatIsRecordedByDefault() {
    String record =
        "{\"Id\":\"r\",\"CreationTime\":\"%s\",\"RecordType\":2,\"Operation\":\"HardDelete\",\"LogonType\":0}";
    assertThat(
            Records.event(normaliser, Records.raw(record.formatted("2018-05-01T00:00:00")))
                .values("mailtrail.mailbox.recorded_by_default"))
        .containsExactly("false");
    assertThat(
            Records.event(normaliser, Records.raw(record.formatted("2025-05-01T00:00:00")))
                .values("mailtrail.mailbox.recorded_by_default"))
        .containsExactly("true");
  }

  @ParameterizedTest
  @CsvSource({
    // logon type, user type, actor, action, access type, recorded by default in 2026
    "0,5,app,Create,application,false",
    "1,5,app,Create,application,true",
    "0,3,SYSTEM,Create,datacentre,false",
    "2,0,adm@c.example,Send,delegate,false",
    "3,0,x,Send,datacentre,true",
    ",0,ann@c.example,Create,owner,false",
    ",0,bob@c.example,Create,delegate,true",
    "0,0,ann@c.example,Move,owner,false"
  })
  void theLogonTypeDecidesWhatIsRecordedByDefault(
      String logon, String user, String actor, String action, String access, String recorded) {
    Event event =
        event(
            "\"RecordType\":2,\"Operation\":\"%s\",\"MailboxOwnerUPN\":\"ann@c.example\",\"UserType\":%s,\"UserId\":\"%s\""
                    .formatted(action, user, actor)
                + (logon == null ? "" : ",\"LogonType\":" + logon));
    assertThat(event.values("mailtrail.mailbox.access_type")).containsExactly(access);
    assertThat(event.values("mailtrail.mailbox.recorded_by_default")).containsExactly(recorded);
  }

  @Test
  void aMailboxOfAGroupHasItsOwnFixedActions() throws LookupException {
    Normaliser tagged =
        new Normaliser(
            Lookups.none()
                .with(
                    LookupFile.ASSETS, "asset,tags\nsales@c.example,m365_group\n".getBytes(UTF_8)));
    String record =
        "\"RecordType\":2,\"LogonType\":0,\"MailboxOwnerUPN\":\"Sales@c.example\",\"Operation\":";
    String recorded = "mailtrail.mailbox.recorded_by_default";
    assertThat(event(record + "\"UpdateInboxRules\"").values(recorded)).containsExactly("true");
    assertThat(
            Records.event(tagged, Records.with(record + "\"UpdateInboxRules\"")).values(recorded))
        .as("no action of a group's mailbox")
        .isEmpty();
    assertThat(Records.event(tagged, Records.with(record + "\"HardDelete\"")).values(recorded))
        .containsExactly("true");
  }

  @Test
  void theLicenceThatRecordingDependsOnIsNamed() {
    String field = "mailtrail.mailbox.licence";
    assertThat(event("\"RecordType\":2,\"Operation\":\"Send\"").values(field))
        .containsExactly("premium");
    assertThat(event("\"RecordType\":2,\"Operation\":\"MessageBind\"").values(field))
        .containsExactly("without_premium");
    assertThat(event("\"RecordType\":2,\"Operation\":\"HardDelete\"").values(field)).isEmpty();
  }

  @Test
  void aGroupRecordOfSeveralItemsIsAnAggregateOfThem() {
    String items = "\"RecordType\":3,\"Operation\":\"HardDelete\",\"AffectedItems\":[";
    String one = "{\"Id\":\"a\",\"Subject\":\"First\"}";
    String two = ",{\"Id\":\"b\",\"Subject\":\"Second\"},{\"Id\":\"c\",\"Subject\":\"First\"}";
    Event single = event(items + one + "]");
    assertThat(single.values("mailtrail.mailbox.aggregate")).containsExactly("false");
    assertThat(single.values("mailtrail.mailbox.item_count")).containsExactly("1");
    Event several = event(items + one + two + "]");
    assertThat(several.values("mailtrail.mailbox.aggregate")).containsExactly("true");
    assertThat(several.values("mailtrail.mailbox.item_count")).containsExactly("3");
    assertThat(several.values("email.subject")).containsExactly("First", "Second");
  }

  @Test
  void howManyMessagesAFolderBroughtIsNotMadeUp() {
    Event event =
        event(
            "\"RecordType\":2,\"Operation\":\"MailItemsAccessed\",\"OperationProperties\":[{\"Name\":\"MailAccessType\",\"Value\":\"Sync\"}],\"Item\":{\"Id\":\"f\"}");
    assertThat(event.values("mailtrail.mailbox.item_count")).isEmpty();
    assertThat(event.message()).isEqualTo("Somebody synchronised messages in a mailbox");
  }

  @Test
  void subjectsOfReadMessagesAreKept() {
    assertThat(
            event(
                    "\"RecordType\":50,\"Operation\":\"MailItemsAccessed\",\"Folders\":[{\"FolderItems\":[{\"Subject\":\"Offer\"},{\"Subject\":\"Invoice\"}]}]")
                .values("email.subject"))
        .containsExactly("Offer", "Invoice");
  }

  @Test
  void whatIsSentInNobodyElsesNameIsFromTheMailbox() {
    String record =
        "\"RecordType\":2,\"MailboxOwnerUPN\":\"Ann@C.example\",\"UserId\":\"bob@c.example\",\"Operation\":";
    assertThat(event(record + "\"Send\"").values("email.from.address"))
        .containsExactly("ann@c.example");
    assertThat(event(record + "\"Send\"").values("email.sender.address"))
        .containsExactly("bob@c.example");
    assertThat(
            event(record + "\"SendAs\",\"SendAsUserSmtp\":\"team@c.example\"")
                .values("email.from.address"))
        .containsExactly("team@c.example");
    assertThat(event(record + "\"HardDelete\"").values("email.from.address")).isEmpty();
  }
}
