package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.model.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchResultFileTest {
  @Test
  void aMailboxEventBecomesARecordInTheNamesOfTheApi() {
    JsonNode record = one(Samples.xml(Samples.MAILBOX_EVENT));

    assertThat(record.path("RecordType").asInt()).isEqualTo(3);
    assertThat(record.path("CreationTime").asText()).isEqualTo("2026-03-02T18:01:55.140625");
    assertThat(record.path("Operation").asText()).isEqualTo("HardDelete");
    assertThat(record.path("ResultStatus").asText()).isEqualTo("Succeeded");
    assertThat(record.path("Workload").asText()).isEqualTo("Exchange");
    assertThat(record.path("LogonType").asInt()).isEqualTo(1);
    assertThat(record.path("InternalLogonType").asInt()).isZero();
    assertThat(record.path("MailboxOwnerUPN").asText()).isEqualTo("Mara@fabrikam.example");
    assertThat(record.path("UserId").asText()).isEqualTo("S-1-5-21-9");
    assertThat(record.path("LogonUserDisplayName").asText()).isEqualTo("Admin Istrator");
    assertThat(record.path("CrossMailboxOperations").isBoolean()).isTrue();
    assertThat(record.at("/Folder/Path").asText()).isEqualTo("\\Inbox\\a & b");
    assertThat(record.at("/AffectedItems/0/Subject").asText()).isEqualTo("Offer <1>");
    assertThat(record.at("/AffectedItems/1/Id").asText())
        .isEqualTo("0000000038A1BB1005E5101AA1BB08002B2A56BB");
    assertThat(record.at("/AffectedItems/1/ParentFolder/Path").asText()).isEqualTo("\\Inbox");
    assertThat(record.path("Owner").asText()).isEqualTo("FAB\\mara");
    assertThat(record.at("/MailtrailExport/Original").asText()).isEqualTo(Samples.MAILBOX_EVENT);
    assertThat(record.at("/MailtrailExport/Format").asText()).isEqualTo("mailbox-audit-xml");
  }

  @Test
  void anAdminEventIsToldByItsAttributes() {
    JsonNode record = one(Samples.xml(Samples.ADMIN_EVENT));

    assertThat(record.path("RecordType").asInt()).isEqualTo(1);
    assertThat(record.path("CreationTime").asText()).isEqualTo("2026-03-02T10:00:00");
    assertThat(record.path("Operation").asText()).isEqualTo("Set-Mailbox");
    assertThat(record.path("ObjectId").asText()).isEqualTo("fabrikam.example/Users/mara");
    assertThat(record.path("UserId").asText()).isEqualTo("fabrikam.example/Users/Admin");
    assertThat(record.path("ResultStatus").asText()).isEqualTo("true");
    assertThat(record.at("/Parameters/1/Name").asText()).isEqualTo("ForwardingSmtpAddress");
    assertThat(record.at("/Parameters/1/Value").asText()).isEqualTo("smtp:x@elsewhere.example");
    assertThat(record.at("/ModifiedProperties/0/OldValue").asText()).isEqualTo("True");
    assertThat(record.path("Error").asText()).isEqualTo("None");
  }

  @Test
  void theOwnerIsTheActorOfHisOwnLogonAndMicrosoftIsTheDatacentre() {
    String event = Samples.SELF_CLOSED;
    assertThat(one(event.replace("'Delegate'", "'Owner'")).path("UserId").asText())
        .isEqualTo("mara@fabrikam.example");
    JsonNode external = one(event.replace("'Delegate'", "'External'"));
    assertThat(external.path("UserType").asInt()).isEqualTo(3);
    assertThat(external.path("LogonType").asInt()).isEqualTo(1);
    assertThat(external.path("ExternalAccess").asBoolean()).isTrue();
  }

  @Test
  void aRecordKeepsItsIdWhateverTheFileLooksLike() {
    String id = one(Samples.xml(Samples.MAILBOX_EVENT)).path("Id").asText();
    assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    String fragment = Samples.MAILBOX_EVENT;
    String prefixed =
        Samples.xml(fragment)
            .replace("<SearchResults", "<ex:SearchResults xmlns:ex=\"urn:x\"")
            .replace("</SearchResults", "</ex:SearchResults")
            .replace("<Event", "<ex:Event")
            .replace("</Event", "</ex:Event");
    String moved =
        fragment.replace(" LogonType=\"Admin\"", "").replace("\">\n", "\"\n LogonType='Admin'>");
    String otherTime =
        fragment.replace("2026-03-02T11:01:55.140625-07:00", "2026-03-02T18:01:55.140625Z");
    String defaultSpace =
        Samples.xml(fragment).replace("<SearchResults", "<SearchResults xmlns='urn:x'");
    String otherRoot = Samples.xml(fragment).replace("SearchResults", "AuditLog");
    for (String file : List.of(fragment, prefixed, moved, otherTime, defaultSpace, otherRoot)) {
      assertThat(one(file).path("Id").asText()).as(file).isEqualTo(id);
    }
    assertThat(
            Cuts.json(Cuts.records(Samples.xml(fragment).getBytes(UTF_16LE)).get(0))
                .path("Id")
                .asText())
        .isEqualTo(id);
    String latin = Samples.xml(fragment).replace("utf-8", "ISO-8859-1");
    assertThat(Cuts.json(Cuts.records(latin.getBytes(ISO_8859_1)).get(0)).path("Id").asText())
        .isEqualTo(id);
    String falsely = Samples.xml(fragment).replace("utf-8", "utf-16");
    assertThat(one(falsely).path("Id").asText()).isEqualTo(id);

    assertThat(one(fragment.replace("Offer", "offer")).path("Id").asText()).isNotEqualTo(id);
  }

  @Test
  void anElementThatMicrosoftsSampleWritesWronglyIsRead() {
    String sample =
        Samples.MAILBOX_EVENT.replace("<Item Id=", "<ItemId=").replace("Päckchen", "Plain");
    JsonNode record = one(sample);
    assertThat(record.at("/AffectedItems/0/Id").asText())
        .isEqualTo("0000000038A1BB1005E5101AA1BB08002B2A56AA");
    assertThat(record.at("/AffectedItems/0/Subject").asText()).isEqualTo("Offer <1>");
    assertThat(record.at("/MailtrailExport/Original").asText()).isEqualTo(sample);
  }

  @Test
  void fieldsMayBeElements() {
    JsonNode record =
        one(
            "<Event><Operation>MessageBind</Operation><LogonType>Admin</LogonType>"
                + "<LastAccessed>2026-03-02T10:00:00Z</LastAccessed>"
                + "<ItemSubject><![CDATA[<Event> & co]]></ItemSubject></Event>");
    assertThat(record.path("Operation").asText()).isEqualTo("MessageBind");
    assertThat(record.at("/Item/Subject").asText()).isEqualTo("<Event> & co");
  }

  @Test
  void aMalformedEventCostsItselfOnly() {
    for (String broken :
        List.of(
            "<Event Operation=\"Move LogonType=\"Admin\"></Event>",
            "<Event Operation=\"Move\"><SourceItems></Event>",
            "<Event Operation=\"Move\" LogonType=\"Admin>",
            "<Event Operation=Move/>",
            "<Event Operation=\"a & b\" LogonType=\"Admin\"/>",
            "<Event Operation=\"Move\"><!-- never ends </Event>",
            "<Event Operation=\"Move\"><![CDATA[ never ends",
            "<Event></Event>",
            "<Event Operation=\"\u0001\"/>",
            "<Event " + "<a".repeat(5000) + "</Event>",
            "<Event LogonType='Admin' Operation='x'>"
                + "<a>".repeat(60)
                + "</a>".repeat(60)
                + "</Event>",
            "between the events",
            "<Other Operation=\"Move\"/>",
            "</Event>",
            "<!-- never ends",
            "<? never ends")) {
      List<Cut> cuts =
          Cuts.of(
              Samples.xml(Samples.ADMIN_EVENT, broken, Samples.MAILBOX_EVENT, Samples.SELF_CLOSED)
                  .getBytes(UTF_8));
      assertThat(Cuts.texts(cuts)).as(broken).hasSize(3);
      assertThat(cuts).as(broken).hasSize(4);
      assertThat(new String(cuts.get(1).bytes(), UTF_8)).as(broken).startsWith(broken);
    }
  }

  @Test
  void nothingOutsideOfTheFileIsRead(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "do not tell");
    String file =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE SearchResults [<!ENTITY x SYSTEM \""
            + secret.toUri()
            + "\"><!ENTITY % y SYSTEM \"http://127.0.0.1:1/y\"> %y;]>\n"
            + Samples.xml(
                    Samples.ADMIN_EVENT,
                    Samples.ADMIN_EVENT.replace("mara\"/>", "&x;\"/>"),
                    Samples.MAILBOX_EVENT.replace("</SourceItems>", "</SourceItems>&x;"))
                .substring(39);
    List<Cut> cuts = Cuts.of(file.getBytes(UTF_8));

    assertThat(Cuts.codes(cuts)).containsExactly(Codes.DTD_REFUSED, Codes.NOT_XML, Codes.NOT_XML);
    assertThat(Cuts.texts(cuts)).hasSize(1).noneMatch(text -> text.contains("do not tell"));
  }

  @Test
  void entitiesThatGrowAreNeverDeclared() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE SearchResults [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 40; i++) {
      laughs.append("<!ENTITY l%d \"&l%d;&l%d;\">".formatted(i, i - 1, i - 1));
    }
    laughs
        .append("]>")
        .append(Samples.xml(Samples.SELF_CLOSED.replace("1 >", "&l39;")).substring(39));
    List<Cut> cuts = Cuts.of(laughs.toString().getBytes(UTF_8));

    assertThat(Cuts.codes(cuts)).containsExactly(Codes.DTD_REFUSED, Codes.NOT_XML);
    assertThat(cuts).hasSize(2);
  }

  @Test
  void anEventWithoutEndIsBoundedAndTheRestGoesOn() {
    byte[] filler = "x".repeat(5 << 20).getBytes(UTF_8);
    String file =
        Samples.xml("<Event A=\"" + new String(filler, UTF_8) + "\"/>", Samples.ADMIN_EVENT);
    List<Cut> cuts = Cuts.of(file.getBytes(UTF_8));
    assertThat(Cuts.codes(cuts)).containsExactly(Codes.TOO_LARGE);
    assertThat(cuts.get(0).bytes()).hasSize(4 << 20);
    assertThat(Cuts.texts(cuts)).hasSize(1);
  }

  @Test
  void commentsThatNeverEndDoNotCostTheSquareOfTheirNumber() {
    String file = "<Event><!--".repeat(200_000);
    List<Cut> cuts = Cuts.of(("<SearchResults>" + file).getBytes(UTF_8));
    assertThat(cuts).hasSize(200_000).allMatch(cut -> cut instanceof Reject);
  }

  @Test
  void exportsAreOfLowerFidelity() throws IOException {
    byte[] zip =
        Cuts.zip(
            Samples.xml(Samples.ADMIN_EVENT).getBytes(UTF_8), Samples.jsonLines().getBytes(UTF_8));
    try (RecordFile file = RecordFiles.open(new ByteArrayInputStream(zip), FileOptions.NONE)) {
      assertThat(file.next()).isInstanceOf(RecordBytes.class);
      assertThat(file.origin()).isEqualTo(Origin.MAILBOX_EXPORT);
      assertThat(file.next()).isInstanceOf(RecordBytes.class);
      assertThat(file.origin()).isEqualTo(Origin.AUDIT_DATA);
    }
  }

  private static JsonNode one(String file) {
    List<String> records = Cuts.records(file.getBytes(UTF_8));
    assertThat(records).hasSize(1);
    return Cuts.json(records.get(0));
  }
}
