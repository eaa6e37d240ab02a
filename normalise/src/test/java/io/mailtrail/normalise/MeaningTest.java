package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.model.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What addresses, users, times, outcomes and mailbox logons mean, in all their forms. */
class MeaningTest {
  private final Normaliser normaliser = new Normaliser(Lookups.none());

  private Event event(String fields) {
    return Records.event(normaliser, Records.with(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.2.3.4|1.2.3.4|",
        "1.2.3.4:62589|1.2.3.4|62589",
        " 1.2.3.4 |1.2.3.4|",
        "[1.2.3.4]:80|1.2.3.4|80",
        "::ffff:1.2.3.4|1.2.3.4|",
        "::FFFF:102:304|1.2.3.4|",
        "[::ffff:1.2.3.4]:443|1.2.3.4|443",
        "MAIL01 (1.2.3.4)|1.2.3.4|",
        "1.2.3.4 (MAIL01)|1.2.3.4|",
        "1.2.3.4:5 (MAIL01)|1.2.3.4|5",
        "::ffff:1.2.3.4:443|1.2.3.4|443",
        "::1.2.3.4:443|::102:304|443",
        "64:ff9b::1.2.3.4:443|64:ff9b::102:304|443",
        "1.2.3.4 10.0.0.1|1.2.3.4|",
        "2001:db8:0:1:1:1:1:1:443|2001:db8:0:1:1:1:1:1|443",
        "1.2.3.4:99999|1.2.3.4|",
        "2A01:04F8:0000:0:0::1|2a01:4f8::1|",
        "[2a01:4f8::1]:52903|2a01:4f8::1|52903",
        "fe80::1%eth0|fe80::1|",
        "2001:db8:0:1:1:1:1:1|2001:db8:0:1:1:1:1:1|",
        "2001:0:0:1:0:0:0:1|2001:0:0:1::1|",
        "::|::|",
        "0.0.0.0|0.0.0.0|",
        "host.example||",
        "[host]:443||",
        "Not Available||",
        "1.2.3||",
        "1.2.3.256||",
        "01.2.3.4||",
        "1::2::3||",
        "12345::||",
        "1.2.3.4::||",
        "null||",
        "-||"
      })
  void everyFormOfAnAddressIsTheSameAddress(String sent, String ip, String port) {
    Event event = event("\"ClientIP\":\"" + sent + "\"");
    assertThat(event.values("source.ip")).isEqualTo(ip == null ? List.of() : List.of(ip));
    assertThat(event.values("source.port")).isEqualTo(port == null ? List.of() : List.of(port));
    Documents.checked(event.json());
  }

  @Test
  void ofSeveralAddressesTheFirstIsTheSource() {
    Event event =
        event(
            "\"ClientIP\":\"9.9.9.9:1, 10.0.0.1\",\"ActorIpAddress\":\"9.9.9.9\",\"ClientIPAddress\":\"8.8.8.8\"");
    assertThat(event.values("source.ip")).containsExactly("9.9.9.9");
    assertThat(event.values("related.ip")).containsExactly("9.9.9.9", "10.0.0.1", "8.8.8.8");
  }

  @Test
  void aHostNameIsKeptAndTheNextFieldGivesTheAddress() {
    Event event = event("\"ClientIP\":\"EXCH01\",\"ClientIPAddress\":\"8.8.8.8\"");
    assertThat(event.values("source.ip")).containsExactly("8.8.8.8");
    assertThat(event("\"ClientIP\":\"EXCH01\"").values("source.address")).containsExactly("EXCH01");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ann.Lee@Contoso.COM|ann.lee@contoso.com|ann.lee|contoso.com|",
        "ann_gmail.com#EXT#@contoso.com|ann_gmail.com#ext#@contoso.com|ann_gmail.com#ext#|contoso.com|",
        "urn:spo:guest#Ann@x.example|ann@x.example|ann|x.example|",
        "NT AUTHORITY\\\\SYSTEM (Microsoft.Exchange.Servicehost)||system|nt authority|",
        "SHAREPOINT\\\\system||system|sharepoint|",
        "app@sharepoint||app@sharepoint||",
        "ServicePrincipal_AA000000-0000-4000-8000-000000000001||serviceprincipal_aa000000-0000-4000-8000-000000000001||aa000000-0000-4000-8000-000000000001",
        "AA000000-0000-4000-8000-000000000001||||aa000000-0000-4000-8000-000000000001",
        "S-1-5-21-1-2-3||||s-1-5-21-1-2-3",
        "10032000ABCDEF01||||10032000abcdef01",
        "/o=ExchangeLabs/ou=x/cn=Recipients/cn=ann-lee||ann-lee||",
        "Ann Lee||ann lee||",
        "Not Available||||"
      })
  void everyFormOfAUserIsRead(String sent, String email, String name, String domain, String id) {
    Event event = event("\"UserId\":\"" + sent + "\"");
    assertThat(event.values("user.email")).isEqualTo(email == null ? List.of() : List.of(email));
    assertThat(event.values("user.name")).isEqualTo(name == null ? List.of() : List.of(name));
    assertThat(event.values("user.domain")).isEqualTo(domain == null ? List.of() : List.of(domain));
    assertThat(event.values("user.id")).isEqualTo(id == null ? List.of() : List.of(id));
  }

  @Test
  void theWrappingsOfSharePointsClaimsAreTakenOff() {
    Event event =
        event(
            "\"UserId\":\"i:0h.f|membership|Ann@Contoso.com\",\"UserKey\":\"i:0h.f|membership|1003200045d6e7f8@live.com\"");
    assertThat(event.values("user.email")).containsExactly("ann@contoso.com");
    assertThat(event.values("user.id")).containsExactly("1003200045d6e7f8");
  }

  @Test
  void aLoginAndACmdletOfOnePersonFromOneAddressMeet() {
    Event login =
        event("\"RecordType\":15,\"UserId\":\"ann@contoso.com\",\"ClientIP\":\"2a01:4f8::1\"");
    String key = login.values("user.email") + "" + login.values("source.ip");
    Event cmdlet =
        event(
            "\"RecordType\":1,\"UserId\":\"Ann@Contoso.com\",\"ClientIP\":\"[2A01:4F8:0::1]:52903\"");
    assertThat(cmdlet.values("user.email") + "" + cmdlet.values("source.ip")).isEqualTo(key);
  }

  @Test
  void aPrincipalBehindAServiceIsFoundAmongTheActors() {
    Event event =
        event(
            "\"UserId\":\"ServicePrincipal_x\",\"Actor\":[{\"ID\":\"Azure MFA\",\"Type\":1},{\"ID\":\"ServicePrincipal_x\",\"Type\":2}]");
    assertThat(event.values("user.full_name")).containsExactly("Azure MFA");
    assertThat(event.message()).startsWith("Azure MFA ");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T10:00:00,2026-03-02T10:00:00Z",
    "2026-03-02T10:00:00Z,2026-03-02T10:00:00Z",
    "2026-03-02 10:00:00,2026-03-02T10:00:00Z",
    "2026-03-02T10:00:00.1234567Z,2026-03-02T10:00:00.123Z",
    "2026-03-02T12:30:00+02:30,2026-03-02T10:00:00Z",
    "2026-03-02T05:00:00-0500,2026-03-02T10:00:00Z",
    "2026-03-02T10:00,2026-03-02T10:00:00Z",
    "2024-02-29T00:00:00,2024-02-29T00:00:00Z",
    "2000-01-01T00:00:00,2000-01-01T00:00:00Z",
    "2026-03-04T00:00:00,2026-03-04T00:00:00Z"
  })
  void timesAreReadAndNoZoneMeansUtc(String sent, String instant) {
    Event event =
        Records.event(normaliser, Records.raw("{\"Id\":\"r\",\"CreationTime\":\"" + sent + "\"}"));
    assertThat(Instant.ofEpochMilli(event.time())).isEqualTo(Instant.parse(instant));
    assertThat(Instant.parse(Documents.checked(event.json()).get("@timestamp").textValue()))
        .isEqualTo(Instant.parse(instant));
  }

  @ParameterizedTest
  @CsvSource({
    "15,UserLoginFailed,Success,,failure",
    "15,UserLoginFailed,Succeeded,0,failure",
    "15,UserLoggedIn,Success,,success",
    "15,UserLoggedIn,Success,0,success",
    "15,UserLoggedIn,Succeeded,50126,failure",
    "15,UserLoggedIn,,,success",
    "15,UserLoggedIn,,50126,failure",
    "15,UserLoggedIn,0,,success",
    "15,UserLoggedIn,50126,,failure",
    "8,Update user.,50126,,failure",
    "8,Update user.,0,,success",
    "2,Send,50126,,failure",
    "1,New-InboxRule,1,,success",
    "1,New-InboxRule,0,,failure",
    "6,FileAccessed,0,,unknown",
    "2,Send,' Succeeded ',,success",
    "2,Send,'\tFailed\r\n',,failure",
    "2,Send,' ',,unknown",
    "1,New-InboxRule,True,,success",
    "1,New-InboxRule,False,,failure",
    "1,New-InboxRule,True,50126,success",
    "2,Send,Succeeded,,success",
    "2,Send,PartiallySucceeded,,success",
    "2,Send,Failed,,failure",
    "8,Update user.,Failure,,failure",
    "6,FileAccessed,,,unknown",
    "6,FileAccessed,Whatever,,unknown",
    "47,X,200,,success",
    "47,X,403,,failure"
  })
  void theOutcomeIsTrue(
      String type, String operation, String status, String error, String outcome) {
    Event event =
        event(
            "\"RecordType\":"
                + type
                + ",\"Operation\":\""
                + operation
                + "\""
                + (status == null
                    ? ""
                    : ",\"ResultStatus\":" + Json.mapper().valueToTree(status).toString())
                + (error == null ? "" : ",\"ErrorCode\":\"" + error + "\""));
    assertThat(event.values("event.outcome")).containsExactly(outcome);
  }

  @Test
  void theDetailOfTheStatusDecidesASignInAndSaysWhy() {
    String detail = "\"ExtendedProperties\":[{\"Name\":\"ResultStatusDetail\",\"Value\":\"%s\"}]";
    String signIn =
        "\"RecordType\":15,\"Operation\":\"UserLoggedIn\",\"ResultStatus\":\"Success\",";
    assertThat(event(signIn + detail.formatted("Redirect")).values("event.outcome"))
        .containsExactly("success");
    Event failed = event(signIn + detail.formatted("UserError"));
    assertThat(failed.values("event.outcome")).containsExactly("failure");
    assertThat(failed.values("event.reason")).containsExactly("UserError");
    assertThat(event(detail.formatted("Failed")).values("event.outcome"))
        .containsExactly("failure");
  }

  @Test
  void theReasonIsWhatTheRecordSaysBeyondThatItFailed() {
    String login = "\"RecordType\":15,\"Operation\":\"UserLoginFailed\",";
    assertThat(
            event(login + "\"LogonError\":\"InvalidPassword\",\"ErrorNumber\":\"50126\"")
                .values("event.reason"))
        .containsExactly("InvalidPassword");
    assertThat(event(login + "\"LogonError\":\"\",\"ErrorNumber\":50126").values("event.reason"))
        .containsExactly("50126");
    assertThat(event(login + "\"ResultStatus\":\"50053\"").values("event.reason"))
        .containsExactly("50053");
    assertThat(event("\"ResultStatus\":\"Denied\"").values("event.reason"))
        .containsExactly("Denied");
    assertThat(event("\"ResultStatus\":\"False\"").values("event.reason")).isEmpty();
    assertThat(event("\"ResultStatus\":\"True\"").values("event.reason")).isEmpty();
  }

  @Test
  void theSentenceSaysWhatARuleDoes() {
    Event event =
        event(
            "\"RecordType\":1,\"Operation\":\"New-InboxRule\",\"UserId\":\"Ann.Lee@contoso.com\",\"ResultStatus\":\"False\",\"ClientIP\":\"203.0.113.7:1\",\"Parameters\":[{\"Name\":\"Name\",\"Value\":\"..\"},{\"Name\":\"ForwardTo\",\"Value\":\"x@evil.example\"},{\"Name\":\"MoveToFolder\",\"Value\":\"RSS Feeds\"},{\"Name\":\"DeleteMessage\",\"Value\":\"True\"}]");
    assertThat(event.message())
        .isEqualTo(
            "Ann.Lee@contoso.com created inbox rule \"..\" that forwards to x@evil.example and moves"
                + " messages to RSS Feeds and deletes messages (failed), from 203.0.113.7");
  }

  @Test
  void placeAndNetworkComeFromTheLookups() {
    Event event =
        Records.event(new Normaliser(Lookups.bundled()), Records.with("\"ClientIP\":\"8.8.8.8\""));
    assertThat(event.values("source.as.number")).containsExactly("15169");
    assertThat(event.values("source.geo.country_iso_code")).containsExactly("US");
    assertThat(Documents.checked(event.json()).at("/mailtrail/lookups")).hasSize(2);
    assertThat(event("\"ClientIP\":\"8.8.8.8\"").values("source.as.number")).isEmpty();
  }

  @Test
  void theSameTextInAnotherCacheEntryIsTheSameIdentity() {
    SliceCache<String> cache = new SliceCache<>(2, text -> text);
    for (int i = 0; i < 100; i++) {
      byte[] key = ("key" + i % 7).getBytes(UTF_8);
      assertThat(cache.get(key, 0, key.length)).isEqualTo("key" + i % 7);
    }
  }

  @Property(tries = 300)
  void anyAddressMeetsItselfInEveryForm(@ForAll int four, @ForAll long high, @ForAll long low)
      throws UnknownHostException {
    String v4 =
        InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(four).array()).getHostAddress();
    InetAddress address6 =
        InetAddress.getByAddress(
            ByteBuffer.allocate(16).putLong(high | 1L << 61).putLong(low).array());
    String v6 = address6.getHostAddress();
    String plain = event("\"ClientIP\":\"" + v4 + "\"").values("source.ip").get(0);
    assertThat(plain).isEqualTo(v4);
    for (String form :
        new String[] {
          v4 + ":62589",
          "[" + v4 + "]:1",
          "::ffff:" + v4,
          "[::FFFF:" + v4 + "]:443",
          "::ffff:" + v4 + ":443",
          "HOST01 (" + v4 + ")",
          v4 + " (HOST01)",
          v4 + ":9 10.0.0.1",
          " " + v4 + " , 10.0.0.1"
        }) {
      assertThat(event("\"ClientIP\":\"" + form + "\"").values("source.ip"))
          .as(form)
          .containsExactly(v4);
    }
    String short6 = event("\"ClientIP\":\"" + v6 + "\"").values("source.ip").get(0);
    assertThat(InetAddress.getByName(short6)).isEqualTo(address6);
    for (String form :
        new String[] {
          "[" + v6 + "]:52903",
          v6.toUpperCase(Locale.ROOT),
          v6 + "%12",
          v6 + ":443",
          "EX1 (" + v6 + ")",
          v6 + " (EX1)",
          v6 + "  10.0.0.1"
        }) {
      assertThat(event("\"ClientIP\":\"" + form + "\"").values("source.ip"))
          .as(form)
          .containsExactly(short6);
    }
  }
}
