package io.mailtrail.testbed.tenant;

import io.mailtrail.testbed.tenant.Person.Account;
import io.mailtrail.testbed.tenant.Person.Places;
import io.mailtrail.testbed.tenant.Person.Role;
import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The people of the tenant. Immutable. */
final class Company {
  /** How many days before the anchor the new people came; well inside the learning period. */
  private static final int JOINED_DAYS_AGO = 4;

  private static final List<String> DEPARTMENTS =
      List.of(
          "Finance",
          "Warehouse",
          "Sales",
          "Customer Service",
          "Transport",
          "Human Resources",
          "Legal",
          "Management");
  private static final List<Site> SITES =
      List.of(
          Site.BRISTOL,
          Site.BRISTOL,
          Site.BRISTOL,
          Site.LONDON,
          Site.LONDON,
          Site.AMSTERDAM,
          Site.MUNICH);

  private final List<Person> people;

  private Company(List<Person> people) {
    this.people = List.copyOf(people);
  }

  static Company of(TenantPlan plan) {
    List<Role> roles = roles(plan);
    Map<String, Integer> taken = new HashMap<>();
    List<Person> people = new ArrayList<>();
    for (int index = 0; index < plan.users(); index++) {
      people.add(person(plan, index, roles.get(index), taken));
    }
    return new Company(people);
  }

  List<Person> people() {
    return people;
  }

  List<Person> of(Role role) {
    return people.stream().filter(person -> person.role() == role).toList();
  }

  /** The one whose work it is to search mailboxes. */
  Person officer() {
    return of(Role.ADMIN).get(1);
  }

  /** Those whom background noise may strike: who plays in stories is left to them. */
  List<Person> bystanders() {
    return people.stream()
        .filter(
            person ->
                person.role() == Role.ORDINARY
                    || person.role() == Role.TIDY
                    || person.role() == Role.ROAMER)
        .toList();
  }

  /** Who may act in this person's mailbox: every twentieth has an assistant. */
  Person assistantOf(Person person) {
    boolean has = person.index() % 20 == 0 && person.index() + 1 < people.size();
    return has ? people.get(person.index() + 1) : null;
  }

  /** Somebody else in the company. */
  Person colleague(Person person, Dice dice) {
    int step = 1 + dice.below(people.size() - 1);
    return people.get((person.index() + step) % people.size());
  }

  private static List<Role> roles(TenantPlan plan) {
    List<Role> roles = new ArrayList<>();
    add(roles, Role.STORY, StoryBook.CAST);
    add(roles, Role.JOINER, 1);
    add(roles, Role.ADMIN, 2);
    add(roles, Role.TIDY, Math.max(3, plan.users() / 25));
    add(roles, Role.ROAMER, Math.max(3, plan.users() / 16));
    add(roles, Role.ORDINARY, plan.users() - roles.size());
    return Dice.of(plan.seed(), "roles").shuffled(roles);
  }

  private static void add(List<Role> roles, Role role, int count) {
    for (int i = 0; i < count; i++) {
      roles.add(role);
    }
  }

  private static Person person(TenantPlan plan, int index, Role role, Map<String, Integer> taken) {
    Dice dice = Dice.of(plan.seed(), "person", index);
    Site site = dice.pick(SITES);
    // A story needs its user on the VPN; of the others, two in three are.
    boolean onVpn = dice.perMille(650) || role == Role.STORY;
    LocalDate anchorDay = plan.anchor().atZone(ZoneOffset.UTC).toLocalDate();
    return new Person(
        index,
        account(plan, dice, taken),
        role == Role.ADMIN ? "IT" : dice.pick(DEPARTMENTS),
        site,
        places(plan, site, onVpn, dice),
        dice.pick(List.of(Client.OUTLOOK_WINDOWS, Client.OUTLOOK_WINDOWS, Client.OUTLOOK_MAC)),
        dice.pick(List.of(Client.OUTLOOK_IOS, Client.OUTLOOK_ANDROID)),
        role == Role.JOINER ? anchorDay.minusDays(JOINED_DAYS_AGO) : LocalDate.MIN,
        DayOfWeek.of(dice.between(1, 5)),
        role);
  }

  private static Account account(TenantPlan plan, Dice dice, Map<String, Integer> taken) {
    String given = dice.pick(Words.GIVEN_NAMES);
    String family = dice.pick(Words.FAMILY_NAMES);
    String mailbox = ascii(given) + "." + ascii(family);
    int before = taken.merge(mailbox, 1, Integer::sum);
    return new Account(
        mailbox + (before == 1 ? "" : Integer.toString(before)) + "@" + plan.domain(),
        given + " " + family,
        dice.guid(),
        "10032" + dice.hex(11).toUpperCase(Locale.ROOT),
        "S-1-5-21-2047862137-3125180011-918273645-" + dice.between(1_000_000, 39_999_999),
        dice.guid());
  }

  private static String ascii(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("[^A-Za-z]", "");
  }

  private static Places places(TenantPlan plan, Site site, boolean onVpn, Dice dice) {
    Network home = dice.pick(Networks.of(Network.Kind.HOME, site.country()));
    // An office shows the world two addresses, the same for all who work there.
    Dice office = Dice.of(plan.seed(), "office " + site, dice.below(2));
    return new Places(
        home,
        home.address(dice),
        home.hasV6() && dice.perMille(600) ? home.addressV6(dice) : null,
        dice.pick(Networks.of(Network.Kind.MOBILE, site.country())),
        site.office(),
        site.office().address(office),
        onVpn ? site.vpnExit() : null,
        onVpn ? site.vpnExit().address(dice) : null);
  }
}
