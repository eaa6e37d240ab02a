package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookupsTest {
  private static Lookups with(LookupFile file, String csv) throws LookupException {
    return Lookups.none().with(file, csv.getBytes(UTF_8));
  }

  private static Event event(Lookups lookups, String fields) {
    return Records.event(new Normaliser(lookups), Records.with(fields));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3,narrow",
    "10.1.3.4,wide",
    "10.1.2.9,wide",
    "::ffff:10.1.2.3,narrow",
    "192.0.2.1,one",
    "192.0.2.2,",
    "2001:db8::1,six",
    "2001:db9::1,"
  })
  void theNarrowestNetworkNamesAnAddress(String address, String name) throws Exception {
    Lookups lookups =
        with(
            LookupFile.OWN_NETWORKS,
            """
            # ours
            name,network,note
            wide,10.0.0.0/8,
            narrow,10.1.2.0/29,"a ""note"", quoted"
            one,192.0.2.1,
            six,2001:DB8::/32,
            """);
    Event event = event(lookups, "\"ClientIP\":\"" + address + "\"");
    assertThat(event.values("mailtrail.network.own"))
        .isEqualTo(name == null ? List.of() : List.of(name));
    assertThat(event.values("mailtrail.network.hosting")).isEmpty();
  }

  @Test
  void aNetworkMayBeAnAutonomousSystem() throws Exception {
    Lookups lookups =
        Lookups.bundled().with(LookupFile.HOSTING, "network,name\nAS15169,Google".getBytes(UTF_8));
    assertThat(event(lookups, "\"ClientIP\":\"8.8.8.8\"").values("mailtrail.network.hosting"))
        .containsExactly("Google");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HOSTING|network,name\\n10.0.0.0/33,x|hosting.csv, line 2: \"10.0.0.0/33\" is no network",
        "HOSTING|network,name\\n10.0.0.1/8,x|line 2: \"10.0.0.1/8\" has an address that is not",
        "HOSTING|network,name\\n10.0.0.0/8,|line 2: the network has no name",
        "HOSTING|network,name\\nASx,y|line 2: \"ASx\" is no network",
        "HOSTING|net,name\\n10.0.0.0/8,x|line 1: the header names no column \"network\"",
        "HOSTING|# nothing\\n|hosting.csv: has no header",
        "HOSTING|network,name\\n\\n1.2.3.4,x\\n\\n5.6.7.8,x,y|line 5: has 3 columns, the header 2",
        "HOSTING|network,name\\n\"1.2.3.4,x|line 2: a quotation mark is not closed",
        "USERS|user,tags\\nann@x.example,|users.csv, line 2: needs a user and at least one tag",
        "APPLICATIONS|id,name\\nshort,x|applications.csv, line 2: needs the id of an application",
        "ACCEPTED_DOMAINS|DomainName\\nx@y.z|line 2: \"x@y.z\" is no domain",
      })
  void whatIsWrongIsNamedWithFileAndLine(LookupFile file, String csv, String problem) {
    assertThatThrownBy(() -> with(file, csv.replace("\\n", "\n")))
        .isInstanceOf(LookupException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void problemsAreNamedTogetherButNotWithoutEnd() {
    String csv = "network,name\n" + "nonsense,x\n".repeat(1_000);
    assertThatThrownBy(() -> with(LookupFile.HOSTING, csv))
        .asInstanceOf(InstanceOfAssertFactories.type(LookupException.class))
        .satisfies(
            failure -> {
              assertThat(failure.problems()).hasSize(LookupException.MAX_PROBLEMS);
              assertThat(failure.problems().get(9)).startsWith("hosting.csv, line 11: ");
            });
  }

  @Test
  void usersAreTaggedInWhateverLetterCaseAndTheOwnerOfAMailboxCountsAsTarget() throws Exception {
    Lookups lookups =
        with(LookupFile.USERS, "user,tags\nAnn@X.example,VIP board\nann@x.example,break_glass\n");
    Event actor = event(lookups, "\"UserId\":\"ann@x.EXAMPLE\"");
    assertThat(actor.values("mailtrail.user.tags")).containsExactly("vip", "board", "break_glass");
    assertThat(actor.values("mailtrail.user.vip")).containsExactly("true");
    assertThat(actor.values("mailtrail.user.break_glass")).containsExactly("true");
    Event owner =
        event(
            lookups,
            "\"RecordType\":2,\"Operation\":\"Send\",\"UserId\":\"b@x.example\",\"MailboxOwnerUPN\":\"ANN@x.example\"");
    assertThat(owner.values("mailtrail.user.tags")).isEmpty();
    assertThat(owner.values("mailtrail.target.vip")).containsExactly("true");
  }

  @ParameterizedTest
  @CsvSource({
    "drop@contoso.com,false",
    "drop@CONTOSO.com,false",
    "drop@contoso.com.evil.example,true",
    "drop@evilcontoso.com,true",
    "drop@mail.contoso.com,true",
    "drop@eu.fabrikam.example,false",
    "drop@fabrikam.example,false",
    "drop@sub.adatum.example,false"
  })
  void forwardingIsHeldAgainstTheAcceptedDomains(String address, boolean external)
      throws Exception {
    Lookups lookups =
        with(
                LookupFile.ACCEPTED_DOMAINS,
                """
                #TYPE Microsoft.Exchange.Data.Directory.SystemConfiguration.AcceptedDomain
                "Name","DomainName","DomainType","MatchSubDomains"
                "Contoso","contoso.com","Authoritative","False"
                "Fabrikam","fabrikam.example","Authoritative","True"
                """)
            .withAcceptedDomains(List.of("*.adatum.example"));
    Event event =
        event(
            lookups,
            "\"RecordType\":1,\"Operation\":\"Set-Mailbox\",\"Parameters\":[{\"Name\":\"ForwardingSmtpAddress\",\"Value\":\"smtp:"
                + address
                + "\"}]");
    assertThat(event.values("mailtrail.forward.address"))
        .containsExactly(address.toLowerCase(java.util.Locale.ROOT));
    assertThat(event.values("mailtrail.forward.external"))
        .containsExactly(Boolean.toString(external));
  }

  @Test
  void withoutDomainsNothingIsCalledExternalAndAnotherTenantsDomainsDoNotCount() throws Exception {
    String forward =
        "\"RecordType\":1,\"Operation\":\"New-InboxRule\",\"Parameters\":[{\"Name\":\"ForwardTo\",\"Value\":\"\\\"X\\\" [SMTP:a@b.example];c@d.example\"}]";
    Event unknown = event(Lookups.none(), forward);
    assertThat(unknown.values("mailtrail.forward.address"))
        .containsExactly("a@b.example", "c@d.example");
    assertThat(unknown.values("mailtrail.forward.external")).isEmpty();
    Lookups other =
        with(LookupFile.ACCEPTED_DOMAINS, "tenant,domainname\nsomebody-else,b.example\n");
    assertThat(event(other, forward).values("mailtrail.forward.external")).isEmpty();
    Lookups own =
        with(LookupFile.ACCEPTED_DOMAINS, "tenant,domainname\n" + Records.TENANT + ",b.example\n");
    assertThat(event(own, forward).values("mailtrail.forward.external")).containsExactly("true");
  }

  @Test
  void aGuestIsOutsideByTheirAddressAtHome() throws Exception {
    Lookups lookups = with(LookupFile.ACCEPTED_DOMAINS, "DomainName\ncontoso.com\n");
    Event event =
        event(
            lookups,
            "\"RecordType\":14,\"TargetUserOrGroupName\":\"ann_b_home.example#EXT#@contoso.com\"");
    assertThat(event.values("mailtrail.recipient.external")).containsExactly("true");
    assertThat(event.values("mailtrail.recipient.external_domain")).containsExactly("home.example");
  }

  @Test
  void ownNamesOfApplicationsGoBeforeTheBundledOnes() throws Exception {
    String record = "\"ApplicationId\":\"1FEC8E78-BCE4-4AAF-AB1B-5451CC387264\"";
    assertThat(event(Lookups.bundled(), record).values("mailtrail.application.name"))
        .containsExactly("Microsoft Teams");
    Lookups own =
        Lookups.bundled()
            .with(
                LookupFile.APPLICATIONS,
                "id,name\n1fec8e78-bce4-4aaf-ab1b-5451cc387264,Ours\n".getBytes(UTF_8));
    assertThat(event(own, record).values("mailtrail.application.name")).containsExactly("Ours");
  }

  @Test
  void everyTableLeavesItsDigest() throws Exception {
    Lookups one = with(LookupFile.HOSTING, "network,name\n");
    Lookups other = with(LookupFile.HOSTING, "network,name\n1.2.3.4,x\n");
    assertThat(one.digests()).singleElement().asString().matches("hosting:[0-9a-f]{12}");
    assertThat(other.digests()).isNotEqualTo(one.digests());
    assertThat(one.withAcceptedDomains(List.of("a.example")).digests()).hasSize(2);
    assertThat(event(other, "").values("mailtrail.lookups")).isEqualTo(other.digests());
  }

  @Test
  void aDatabaseThatIsNoneIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("bad.mmdb"), "no database");
    assertThatThrownBy(() -> Lookups.of(Optional.of(file), Optional.empty()))
        .hasMessageContaining("bad.mmdb cannot be read as a MaxMind database");
  }
}
