package io.mailtrail.testbed.tenant;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What one person does on one day, when nothing is amiss. A pure function of tenant, person and
 * date.
 *
 * <p>A person signs in from every network of theirs on the first working day, and again once a
 * week: whoever learns where people sign in from has seen all of it within a week, and never
 * forgets it. Nobody but a {@link Person.Role#ROAMER} signs in from anywhere else, and nobody but
 * the {@link Person.Role#TIDY} makes rules that hide or forward; so there is no takeover here.
 */
final class OrdinaryDay {
  private static final int MINUTES_OF_WORK = 510;

  private final TenantPlan plan;
  private final Company company;
  private final Records records;

  OrdinaryDay(TenantPlan plan, Company company, Records records) {
    this.plan = plan;
    this.company = company;
    this.records = records;
  }

  List<Draft> of(Person person, LocalDate date) {
    if (date.isBefore(person.joined())) {
      return List.of();
    }
    Day day = new Day(person, date);
    if (isWeekend(date)) {
      day.weekend();
    } else {
      day.work();
    }
    return day.drafts;
  }

  private static boolean isWeekend(LocalDate date) {
    return date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  /** The first day on which the person is at work in this history. */
  private LocalDate firstDay(Person person) {
    // The history may begin in the middle of a day; the first whole one counts.
    LocalDate start = plan.start().atZone(person.site().zone()).toLocalDate().plusDays(1);
    LocalDate day = start.isBefore(person.joined()) ? person.joined() : start;
    while (isWeekend(day)) {
      day = day.plusDays(1);
    }
    return day;
  }

  /** One day in the making. */
  private final class Day {
    private final Person person;
    private final LocalDate date;
    private final Dice dice;
    private final List<Draft> drafts = new ArrayList<>();

    private Day(Person person, LocalDate date) {
      this.person = person;
      this.date = date;
      this.dice = Dice.of(plan.seed(), "day", person.index(), date.toEpochDay());
    }

    private Instant at(int hour, int minute) {
      return date.atTime(LocalTime.of(hour, minute))
          .atZone(person.site().zone())
          .toInstant()
          .plusSeconds(dice.below(60));
    }

    private void weekend() {
      if (!dice.perMille(120)) {
        return;
      }
      Session phone = Session.onPhone(person, dice);
      Instant at = at(dice.between(9, 20), dice.below(60));
      signIn(phone, at);
      drafts.add(
          records.mailAccess().bind(phone, person, at.plusSeconds(40), dice.between(1, 3), dice));
    }

    private void work() {
      boolean everywhere =
          date.equals(firstDay(person)) || date.getDayOfWeek() == person.roamingDay();
      if (!everywhere && dice.perMille(40)) {
        return;
      }
      if (person.role() == Person.Role.ROAMER && !everywhere && dice.perMille(20)) {
        overseas();
        return;
      }
      boolean inOffice = dice.perMille(520);
      Instant start = at(dice.between(7, 9), dice.below(60));
      Session main =
          inOffice
              ? Session.atOffice(person, person.desktop(), dice)
              : Session.atHome(person, person.desktop(), dice);
      mistype(main, start);
      signIn(main, start);
      otherServices(main, start);
      if (everywhere || dice.perMille(350)) {
        phone(start);
      }
      if (person.hasVpn() && (everywhere || dice.perMille(200))) {
        browse(Session.onVpn(person, Client.OWA_EDGE, dice), start);
      }
      if (everywhere) {
        Session other =
            inOffice
                ? Session.atHome(person, Client.OWA_CHROME, dice)
                : Session.atOffice(person, Client.OWA_EDGE, dice);
        signIn(other, start.plusSeconds(60L * dice.between(200, 500)));
      }
      if (person.role() == Person.Role.ROAMER && dice.perMille(80)) {
        Network hotel = dice.pick(Networks.nearby());
        browse(Session.elsewhere(person, hotel, Client.OWA_CHROME, dice), start);
      }
      mail(main, start);
      search(main, start);
      rules(main, start);
      assistant(start);
    }

    /** Too far away to be at home on the same day. */
    private void overseas() {
      Session hotel =
          Session.elsewhere(person, dice.pick(Networks.overseas()), person.desktop(), dice);
      Instant start = at(dice.between(11, 12), dice.below(60));
      signIn(hotel, start);
      mail(hotel, start);
    }

    private void signIn(Session session, Instant at) {
      drafts.add(records.signIns().success(session, at, dice));
    }

    private Instant later(Instant start) {
      return start.plusSeconds(dice.between(120, MINUTES_OF_WORK * 60));
    }

    /** A wrong password or a missing second factor before it works. */
    private void mistype(Session session, Instant at) {
      if (dice.perMille(70)) {
        SignInRecords.Failure failure =
            dice.perMille(700)
                ? SignInRecords.Failure.WRONG_PASSWORD
                : SignInRecords.Failure.NO_SECOND_FACTOR;
        Instant before = at.minusSeconds(dice.between(8, 50));
        drafts.add(records.signIns().failure(session, before, failure, dice));
      }
    }

    private void otherServices(Session main, Instant start) {
      if (dice.perMille(450)) {
        signIn(main, later(start));
      }
      for (int i = dice.below(3); i > 0; i--) {
        drafts.add(records.collaboration().file(main, later(start), dice));
      }
      if (dice.perMille(250)) {
        drafts.add(records.collaboration().teamsSession(main, later(start), dice));
      }
    }

    private void phone(Instant start) {
      Session phone = Session.onPhone(person, dice);
      Instant at = start.plusSeconds(60L * dice.between(-40, 600));
      signIn(phone, at);
      drafts.add(
          records.mailAccess().bind(phone, person, at.plusSeconds(30), dice.between(1, 3), dice));
    }

    private void browse(Session session, Instant start) {
      Instant at = later(start);
      signIn(session, at);
      Instant reading = at.plusSeconds(dice.between(20, 90));
      drafts.add(records.mailAccess().bind(session, person, reading, dice.between(1, 5), dice));
      if (dice.perMille(400)) {
        drafts.add(
            records.mailbox().send(session, reading.plusSeconds(200), Words.subject(dice), dice));
      }
    }

    private void mail(Session session, Instant start) {
      for (int i = dice.between(1, 4); i > 0; i--) {
        mailOperation(session, later(start));
      }
      if (dice.perMille(700)) {
        drafts.add(
            records.mailAccess().bind(session, person, later(start), dice.between(1, 6), dice));
      }
      if (dice.perMille(200)) {
        drafts.add(records.mailAccess().sync(session, later(start), dice));
      }
    }

    /** The finance department is audited more closely: its searches are recorded. */
    private void search(Session session, Instant start) {
      if (person.department().equals("Finance") && dice.perMille(250)) {
        String query = Words.subject(dice);
        drafts.add(records.searches().mailbox(session, query, later(start), dice));
      }
      if (dice.perMille(3)) {
        List<Person> team = dice.shuffled(company.people()).subList(0, 25);
        drafts.add(
            records.mailbox().sendTo(session, team, Words.subject(dice), later(start), dice));
      }
    }

    private void mailOperation(Session session, Instant at) {
      int kind = dice.below(100);
      MailboxRecords mailbox = records.mailbox();
      if (kind < 34) {
        drafts.add(mailbox.send(session, at, Words.subject(dice), dice));
      } else if (kind < 58) {
        drafts.add(mailbox.update(session, person, at, dice));
      } else if (kind < 68) {
        drafts.add(mailbox.create(session, person, at, dice));
      } else if (kind < 72) {
        drafts.add(mailbox.mailboxLogin(session, at, dice));
      } else {
        String operation =
            kind < 86
                ? "MoveToDeletedItems"
                : kind < 92 ? "SoftDelete" : kind < 95 ? "HardDelete" : "Move";
        drafts.add(mailbox.group(session, person, operation, at, dice));
      }
    }

    private void rules(Session session, Instant start) {
      String cmdlet = dice.perMille(700) ? "New-InboxRule" : "Set-InboxRule";
      if (dice.perMille(8)) {
        InboxRule rule = InboxRule.harmless(dice);
        drafts.add(records.cmdlets().inboxRule(session, cmdlet, rule, later(start), dice));
      }
      if (dice.perMille(3)) {
        drafts.add(
            records
                .mailbox()
                .updateInboxRules(session, later(start), "Newsletters", "Newsletters", dice));
      }
      if (person.role() == Person.Role.TIDY && dice.perMille(70)) {
        InboxRule rule = InboxRule.tidy(company.colleague(person, dice), dice);
        drafts.add(records.cmdlets().inboxRule(session, cmdlet, rule, later(start), dice));
      }
    }

    /** Who has an assistant has work done in the mailbox by a delegate. */
    private void assistant(Instant start) {
      Person assistant = company.assistantOf(person);
      if (assistant == null || assistant.role() == Person.Role.JOINER) {
        return;
      }
      Session session = Session.atOffice(assistant, assistant.desktop(), dice);
      MailboxRecords mailbox = records.mailbox();
      Instant at = later(start);
      drafts.add(
          switch (dice.below(5)) {
            case 0 -> mailbox.sendFor(session, person, "SendOnBehalf", at, dice);
            case 1 -> mailbox.sendFor(session, person, "SendAs", at, dice);
            case 2 -> mailbox.update(session, person, at, dice);
            case 3 -> mailbox.group(session, person, "SoftDelete", at, dice);
            default -> mailbox.create(session, person, at, dice);
          });
    }
  }
}
