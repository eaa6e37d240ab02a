package io.mailtrail.detect;

/** Facts as another copy of their record would give them. */
final class Copied {
  private Copied() {}

  static Fact of(Fact fact, int fidelity) {
    return new Fact(
        fact.key(),
        fact.grouping(),
        fact.id(),
        fact.recordId(),
        fact.tenant(),
        fact.time(),
        fact.rule(),
        fact.group(),
        fact.values(),
        fact.summary(),
        fact.reason(),
        fidelity,
        fact.late(),
        fact.memory(),
        fact.gone());
  }
}
