package io.mailtrail.dashboards;

import static io.mailtrail.model.LogonType.ADMIN;
import static io.mailtrail.model.LogonType.DELEGATE;
import static io.mailtrail.model.LogonType.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailtrail.dashboards.query.Filter;
import io.mailtrail.dashboards.query.SearchState;
import io.mailtrail.model.LogonType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxQuestionTest {
  private static Optional<MailboxQuestion> typed(String query) {
    return MailboxQuestion.of(SearchState.DEFAULT.withQuery(query));
  }

  private static void means(String query, String action, List<LogonType> logons) {
    assertThat(typed(query)).contains(question(action, logons, Optional.empty(), false));
  }

  private static MailboxQuestion question(
      String action, List<LogonType> logons, Optional<String> actor, boolean own) {
    return new MailboxQuestion("ann@c.example", action, logons, actor, own);
  }

  @Test
  void oneMailboxAndOneActionAreAQuestionInWhateverWayTheyAreAskedFor() {
    List<LogonType> all = List.of(OWNER, DELEGATE, ADMIN);
    means("mailtrail.mailbox.owner:ann@c.example event.action:harddelete", "HardDelete", all);
    means(
        "mailtrail.mailbox.owner:\"ann@c.example\" AND mailtrail.mailbox.action:\"HardDelete\"",
        "HardDelete",
        all);
    assertThat(
            MailboxQuestion.of(
                SearchState.DEFAULT
                    .withQuery("event.action:HardDelete")
                    .including(new Filter("mailtrail.mailbox.owner", "ann@c.example"))))
        .contains(question("HardDelete", all, Optional.empty(), false));
  }

  @Test
  void theRoleIsTakenFromWhatElseIsAskedFor() {
    String query = "mailtrail.mailbox.owner:ann@c.example event.action:Update ";
    means(query + "mailtrail.mailbox.logon_type:delegate", "Update", List.of(DELEGATE));
    means(query + "mailtrail.mailbox.access_type:datacentre", "Update", List.of(ADMIN));
    means(query + "user.email:ann@c.example", "Update", List.of(OWNER));
  }

  @Test
  void whoDidItInTheMailboxOfAnotherIsAskedAboutToo() {
    assertThat(
            typed(
                "mailtrail.mailbox.owner:ann@c.example event.action:Update"
                    + " user.email:bob@c.example"))
        .contains(
            question("Update", List.of(DELEGATE, ADMIN), Optional.of("bob@c.example"), false));
  }

  @Test
  void whoDidItWithoutAMailboxMeansTheirOwn() {
    assertThat(typed("user.email:ann@c.example event.action:HardDelete"))
        .contains(question("HardDelete", List.of(OWNER), Optional.empty(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HardDelete ann@c.example",
        "mailtrail.mailbox.owner:ann@c.example",
        "mailtrail.mailbox.owner:ann@c.example event.action:UserLoggedIn",
        "mailtrail.mailbox.owner:ann@c.example OR event.action:HardDelete",
        "mailtrail.mailbox.owner:ann@c.example NOT event.action:HardDelete",
        "mailtrail.mailbox.owner:ann@c.example -event.action:HardDelete",
        "mailtrail.mailbox.owner:ann* event.action:HardDelete",
        "mailtrail.mailbox.owner:(ann@c.example) event.action:HardDelete",
        "mailtrail.mailbox.owner:ann@c.example event.action:HardDelete event.action:Update",
        "mailtrail.mailbox.owner:ann@c.example event.action:HardDelete AND",
        "mailtrail.mailbox.owner:ann@c.example event.action:HardDelete^2",
      })
  void anythingElseIsNone(String query) {
    assertThat(typed(query)).isEmpty();
  }
}
