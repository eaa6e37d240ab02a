package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.Draft.Pair;
import java.util.List;

/** What is done with rights over others, each with what looks like it and is none. */
final class TenantAttacks {
  private static final String APPLICATION = "Backup connector";
  private static final String DROP = "journal@collect.example";

  private TenantAttacks() {}

  /** Whether the story was written; else it is of another sort. */
  static boolean write(Script script, Network from, Cast cast) {
    switch (script.kind()) {
      case TRANSPORT_RULE ->
          cmdlet(
              script,
              elsewhere(script, from),
              "New-TransportRule",
              "Journal",
              Pair.list("Name", "Journal", "FromScope", "InOrganization", "BlindCopyTo", DROP));
      case DISCLAIMER ->
          cmdlet(
              script,
              office(script.user(), script),
              "New-TransportRule",
              "Disclaimer",
              Pair.list("Name", "Disclaimer", "ApplyHtmlDisclaimerText", "<p>Confidential</p>"));
      case AUDIT_OFF -> bypass(script, elsewhere(script, from), cast, "True");
      case AUDIT_ON -> bypass(script, office(script.user(), script), cast, "False");
      case APP_CREDENTIALS ->
          directory(
              script,
              elsewhere(script, from),
              "Update application – Certificates and secrets management ",
              APPLICATION,
              "KeyDescription",
              "[\"[KeyIdentifier="
                  + script.dice().guid()
                  + ",KeyType=Password,KeyUsage=Verify]\"]");
      case APP_RENAMED ->
          directory(
              script,
              office(script.user(), script),
              "Update application.",
              APPLICATION,
              "DisplayName",
              "[\"" + APPLICATION + "\"]");
      case FEDERATION ->
          directory(
              script,
              elsewhere(script, from),
              "Set federation settings on domain.",
              domain(script),
              "IssuerUri",
              "[\"http://sts.collect.example/adfs/services/trust\"]");
      case DOMAIN_SETTINGS ->
          directory(
              script,
              office(script.user(), script),
              "Update domain.",
              domain(script),
              "PasswordValidityPeriodInDays",
              "[90]");
      case LOOKALIKE ->
          directory(
              script,
              elsewhere(script, from),
              "Add user.",
              "adm1n@" + domain(script),
              "UserPrincipalName",
              "[\"adm1n@" + domain(script) + "\"]");
      case NEW_COLLEAGUE ->
          directory(
              script,
              office(script.user(), script),
              "Add user.",
              "nora.winter@" + domain(script),
              "UserPrincipalName",
              "[\"nora.winter@" + domain(script) + "\"]");
      case EDISCOVERY -> discovery(script, elsewhere(script, from), "SearchExported");
      case COMPLIANCE_SEARCH -> discovery(script, office(script.user(), script), "SearchPreviewed");
      case DELEGATE_READS -> delegate(script, script.user(), cast);
      case DELEGATE_FOR_ANOTHER -> delegate(script, cast.admin(), cast);
      case SEND_AS -> sendAs(script, cast, 40);
      case SEND_AS_DAYS_LATER -> sendAs(script, cast, 2 * 24 * 60);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void cmdlet(
      Script script, Session session, String cmdlet, String object, List<Pair> parameters) {
    script.login(session, script.minute(0));
    script.deed(
        script
            .writers()
            .cmdlets()
            .onOrganization(session, cmdlet, object, parameters, script.minute(6), script.dice()));
  }

  private static void bypass(Script script, Session session, Cast cast, String value) {
    script.login(session, script.minute(0));
    script.deed(
        script
            .writers()
            .cmdlets()
            .onMailbox(
                session,
                "Set-MailboxAuditBypassAssociation",
                cast.colleague(script),
                Pair.list("AuditBypassEnabled", value),
                script.minute(7),
                script.dice()));
  }

  private static void directory(
      Script script, Session session, String operation, String name, String... changed) {
    script.login(session, script.minute(0));
    script.deed(
        script
            .writers()
            .directory()
            .operation(
                session.person(), operation, name, script.minute(9), script.dice(), changed));
  }

  private static void discovery(Script script, Session session, String end) {
    String search = "Case " + script.dice().between(100, 999);
    String query = "subject:(invoice OR contract)";
    script.login(session, script.minute(0));
    int minute = 5;
    for (String operation : new String[] {"SearchCreated", "SearchStarted"}) {
      script.goesOn(
          script
              .writers()
              .searches()
              .content(session, operation, search, query, script.minute(minute), script.dice()));
      minute += 2;
    }
    script.deed(
        script
            .writers()
            .searches()
            .content(session, end, search, query, script.minute(45), script.dice()));
  }

  /** The story's user reads a mailbox to which somebody has just given them access. */
  private static void delegate(Script script, Person giver, Cast cast) {
    Person owner = cast.colleague(script);
    Session giving = office(giver, script);
    Session reading = giver.equals(script.user()) ? giving : office(script.user(), script);
    script.login(reading, script.minute(0));
    script.goesOn(
        script
            .writers()
            .cmdlets()
            .onMailbox(
                giving,
                "Add-MailboxPermission",
                owner,
                Pair.list(
                    "User", script.user().upn(),
                    "AccessRights", "FullAccess",
                    "InheritanceType", "All"),
                script.minute(4),
                script.dice()));
    script.deed(
        script.writers().mailAccess().bind(reading, owner, script.minute(25), 7, script.dice()));
  }

  private static void sendAs(Script script, Cast cast, int minutesLater) {
    Person owner = cast.colleague(script);
    Session session = office(script.user(), script);
    script.login(session, script.minute(0));
    script.goesOn(
        script
            .writers()
            .cmdlets()
            .onMailbox(
                office(cast.admin(), script),
                "Add-RecipientPermission",
                owner,
                Pair.list("Trustee", script.user().upn(), "AccessRights", "SendAs"),
                script.minute(5),
                script.dice()));
    script.deed(
        script
            .writers()
            .mailbox()
            .sendFor(session, owner, "SendAs", script.minute(5 + minutesLater), script.dice()));
  }

  private static Session elsewhere(Script script, Network from) {
    return Session.elsewhere(script.user(), from, Client.OWA_FIREFOX, script.dice());
  }

  private static Session office(Person person, Script script) {
    return Session.atOffice(person, Client.OWA_EDGE, script.dice());
  }

  private static String domain(Script script) {
    return script.user().login().replaceAll(".*@", "");
  }
}
