package io.mailtrail.testbed.tenant;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens on a day besides people's work: administration, the service itself, and guessing of
 * passwords from outside, which never succeeds here. A pure function of tenant and date.
 */
final class Background {
  private final TenantPlan plan;
  private final Company company;
  private final Records records;
  private final List<Person> bystanders;
  private final Application tickets;

  Background(TenantPlan plan, Company company, Records records) {
    this.plan = plan;
    this.company = company;
    this.records = records;
    this.bystanders = company.bystanders();
    this.tickets = Application.tickets(plan);
  }

  List<Draft> of(LocalDate date) {
    Dice dice = Dice.of(plan.seed(), "background", date.toEpochDay());
    List<Draft> drafts = new ArrayList<>();
    boolean weekend = date.getDayOfWeek().getValue() > 5;
    if (!weekend) {
      for (Person admin : company.of(Person.Role.ADMIN)) {
        administration(admin, date, dice, drafts);
      }
    }
    Person helpDesk = company.of(Person.Role.ADMIN).get(0);
    drafts.add(
        records.mailAccess().application(tickets, helpDesk, officeHours(date, dice), 3, dice));
    if (date.getDayOfWeek() == DayOfWeek.TUESDAY || date.equals(firstDay())) {
      contentSearch(date, dice, drafts);
    }
    for (int i = dice.between(1, 4); i > 0; i--) {
      drafts.add(records.cmdlets().service(anyTime(date, dice), dice));
    }
    for (int i = dice.below(3); i > 0; i--) {
      drafts.add(records.directory().secondFactor(anybody(dice), anyTime(date, dice), dice));
    }
    if (dice.perMille(400)) {
      guessPasswords(anyTime(date, dice), dice, drafts);
    }
    return drafts;
  }

  private void administration(Person admin, LocalDate date, Dice dice, List<Draft> drafts) {
    Session session = Session.atOffice(admin, Client.OWA_EDGE, dice);
    for (int i = dice.between(1, 4); i > 0; i--) {
      drafts.add(records.directory().change(admin, anybody(dice), officeHours(date, dice), dice));
    }
    for (int i = dice.between(0, 2); i > 0; i--) {
      Instant at = officeHours(date, dice);
      drafts.add(records.cmdlets().administration(session, anybody(dice), at, dice));
    }
    if (dice.perMille(150)) {
      Instant at = officeHours(date, dice);
      drafts.add(records.mailAccess().bind(session, anybody(dice), at, 2, dice));
    }
  }

  private LocalDate firstDay() {
    return plan.start().atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
  }

  /** Somebody left, or a customer asks what is held of them. */
  private void contentSearch(LocalDate date, Dice dice, List<Draft> drafts) {
    Session session = Session.atOffice(company.officer(), Client.OWA_EDGE, dice);
    String name = "Request " + dice.between(100, 999);
    Instant at = officeHours(date, dice);
    for (String operation : List.of("SearchCreated", "SearchStarted")) {
      drafts.add(
          records.searches().content(session, operation, name, Words.subject(dice), at, dice));
      at = at.plusSeconds(dice.between(20, 200));
    }
  }

  /** One password tried on many accounts, from a rented server. */
  private void guessPasswords(Instant start, Dice dice, List<Draft> drafts) {
    Network network = dice.pick(Networks.of(Network.Kind.HOSTING));
    Instant at = start;
    for (int i = dice.between(5, 25); i > 0; i--) {
      Session session = Session.elsewhere(anybody(dice), network, Client.OWA_FIREFOX, dice);
      SignInRecords.Failure failure =
          dice.perMille(850) ? SignInRecords.Failure.WRONG_PASSWORD : SignInRecords.Failure.LOCKED;
      drafts.add(records.signIns().failure(session, at, failure, dice));
      at = at.plusSeconds(dice.between(2, 30));
    }
  }

  private Person anybody(Dice dice) {
    return dice.pick(bystanders);
  }

  private static Instant anyTime(LocalDate date, Dice dice) {
    // Ends early enough that nothing runs on into the next day.
    return date.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(dice.below(23 * 3_600));
  }

  private static Instant officeHours(LocalDate date, Dice dice) {
    return date.atTime(8, 30).toInstant(ZoneOffset.UTC).plusSeconds(dice.below(8 * 3_600));
  }
}
