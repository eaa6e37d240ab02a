package io.mailtrail.testbed.tenant;

import java.util.Iterator;
import java.util.List;

/**
 * Who else is there while a story is played.
 *
 * @param others people with nothing else to do, for stories of several
 * @param admin who runs Exchange and Entra
 * @param colleagues the ordinary people, who may be mailed, guessed at, or have their mail read
 * @param everybody in the company
 */
record Cast(
    Iterator<Person> others, Person admin, List<Person> colleagues, List<Person> everybody) {

  static Cast of(Company company, Iterator<Person> others) {
    return new Cast(
        others,
        company.of(Person.Role.ADMIN).get(0),
        company.of(Person.Role.ORDINARY),
        company.people());
  }

  /** An ordinary colleague of the story's user. */
  Person colleague(Script script) {
    return colleagues(1, script).get(0);
  }

  /** So many ordinary colleagues of the story's user, if there are so many; all different. */
  List<Person> colleagues(int count, Script script) {
    return others(colleagues, count, script);
  }

  /** So many people besides the story's user. */
  List<Person> recipients(int count, Script script) {
    return others(everybody, count, script);
  }

  private static List<Person> others(List<Person> people, int count, Script script) {
    return script.dice().shuffled(people).stream()
        .filter(person -> !person.equals(script.user()))
        .limit(count)
        .toList();
  }
}
