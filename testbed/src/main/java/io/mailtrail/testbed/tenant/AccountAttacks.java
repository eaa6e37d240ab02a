package io.mailtrail.testbed.tenant;

import java.util.List;

/** Ways into an account, each with what looks like it and is none. */
final class AccountAttacks {
  private static final int SPRAYED = 14;
  private static final int GUESSES = 11;

  private AccountAttacks() {}

  /** Whether the story was written; else it is of another sort. */
  static boolean write(Script script, Network from, Cast cast) {
    switch (script.kind()) {
      case SPRAYING -> spraying(script, from, cast);
      case SPRAYING_IN_VAIN -> sprayingInVain(script, from, cast);
      case GUESSING -> guessing(script, from);
      case FORGOTTEN_PASSWORD -> forgottenPassword(script);
      case IMPOSSIBLE_TRAVEL, NEIGHBOURING_COUNTRY -> twoPlaces(script, from);
      case STOLEN_TOKEN -> stolenToken(script, from);
      case SESSION_ON_THE_ROAD -> sessionOnTheRoad(script);
      case LEGACY_PROTOCOL -> legacyProtocol(script, from);
      case LEGACY_REFUSED -> legacyRefused(script, from);
      case SECOND_FACTOR -> secondFactor(script, from);
      case NEW_TELEPHONE -> newTelephone(script);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void spraying(Script script, Network from, Cast cast) {
    String address = from.address(script.dice());
    spray(script, from, address, cast.colleagues(SPRAYED, script));
    Session session = at(script, from, address);
    script.login(session, script.minute(6));
    script.deed(
        script
            .writers()
            .mailAccess()
            .bind(session, script.user(), script.minute(9), 4, script.dice()));
  }

  private static void sprayingInVain(Script script, Network from, Cast cast) {
    String address = from.address(script.dice());
    spray(script, from, address, cast.colleagues(SPRAYED, script));
    script.failedLogin(at(script, from, address), script.minute(5));
    Session office = Session.atOffice(script.user(), Client.OWA_EDGE, script.dice());
    script.deed(script.writers().signIns().success(office, script.minute(8), script.dice()));
  }

  /** One try each, seconds apart. */
  private static void spray(Script script, Network from, String address, List<Person> tried) {
    int second = 0;
    for (Person person : tried) {
      Session session = Session.at(person, from, address, Client.OWA_FIREFOX, script.dice());
      script.goesOn(
          script
              .writers()
              .signIns()
              .failure(
                  session,
                  script.minute(0).plusSeconds(second),
                  SignInRecords.Failure.WRONG_PASSWORD,
                  script.dice()));
      second += script.dice().between(1, 4);
    }
  }

  private static void guessing(Script script, Network from) {
    String address = from.address(script.dice());
    for (int i = 0; i < GUESSES; i++) {
      script.goesOn(
          script
              .writers()
              .signIns()
              .failure(
                  at(script, from, address),
                  script.minute(i),
                  SignInRecords.Failure.WRONG_PASSWORD,
                  script.dice()));
    }
    Session session = at(script, from, address);
    script.login(session, script.minute(GUESSES + 1));
    script.deed(
        script
            .writers()
            .mailAccess()
            .bind(session, script.user(), script.minute(GUESSES + 4), 5, script.dice()));
  }

  private static void forgottenPassword(Script script) {
    for (int minute = 0; minute < 3; minute++) {
      script.failedLogin(atHome(script), script.minute(minute));
    }
    script.deed(
        script.writers().signIns().success(atHome(script), script.minute(4), script.dice()));
  }

  private static void twoPlaces(Script script, Network from) {
    script.login(atHome(script), script.minute(0));
    Session away = Session.elsewhere(script.user(), from, Client.OWA_CHROME, script.dice());
    script.deed(script.writers().signIns().success(away, script.minute(31), script.dice()));
  }

  /** The cookie was taken from the browser: no sign-in, the same session, another network. */
  private static void stolenToken(Script script, Network from) {
    Session office = Session.atOffice(script.user(), Client.OWA_EDGE, script.dice());
    script.login(office, script.minute(0));
    script.read(office, script.minute(3), 2);
    Session stolen = moved(office, from, script);
    script.read(stolen, script.minute(50), 8);
    script.deed(
        script
            .writers()
            .mailAccess()
            .bind(stolen, script.user(), script.minute(55), 12, script.dice()));
  }

  private static void sessionOnTheRoad(Script script) {
    Session home = atHome(script);
    script.login(home, script.minute(0));
    script.read(home, script.minute(2), 2);
    Session road = moved(home, script.user().places().mobile(), script);
    script.deed(
        script
            .writers()
            .mailAccess()
            .bind(road, script.user(), script.minute(35), 3, script.dice()));
  }

  private static Session moved(Session session, Network to, Script script) {
    return new Session(
        session.person(), to, to.address(script.dice()), session.client(), session.id());
  }

  private static void legacyProtocol(Script script, Network from) {
    Session imap = Session.elsewhere(script.user(), from, Client.IMAP, script.dice());
    script.login(imap, script.minute(0));
    script.deed(
        script
            .writers()
            .mailAccess()
            .bind(imap, script.user(), script.minute(1), 20, script.dice()));
  }

  private static void legacyRefused(Script script, Network from) {
    Session imap = Session.elsewhere(script.user(), from, Client.IMAP, script.dice());
    for (int minute = 0; minute < 3; minute++) {
      script.opens(
          script
              .writers()
              .signIns()
              .failure(
                  imap,
                  script.minute(minute),
                  SignInRecords.Failure.WRONG_PASSWORD,
                  script.dice()));
    }
    script.deed(
        script.writers().signIns().success(atHome(script), script.minute(20), script.dice()));
  }

  private static void secondFactor(Script script, Network from) {
    Session session = at(script, from, from.address(script.dice()));
    script.login(session, script.minute(0));
    script.deed(
        script.writers().directory().secondFactor(script.user(), script.minute(7), script.dice()));
    script.read(session, script.minute(12), 5);
  }

  private static void newTelephone(Script script) {
    script.login(atHome(script), script.minute(0));
    script.deed(
        script.writers().directory().secondFactor(script.user(), script.minute(6), script.dice()));
  }

  private static Session at(Script script, Network from, String address) {
    return Session.at(script.user(), from, address, Client.OWA_FIREFOX, script.dice());
  }

  private static Session atHome(Script script) {
    return Session.atHome(script.user(), Client.OWA_EDGE, script.dice());
  }
}
