package io.mailtrail.testbed.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything before the anchor: ordinary life, the stories, a few bad records, and the repeats.
 *
 * @param records every copy of every record
 * @param unreadable ids of the bad ones
 */
record History(List<TenantRecord> records, List<Story> stories, List<String> unreadable) {
  private static final int REPEATED_PER_MILLE = 20;

  /**
   * @param omitted ids of stories whose rule is left out of the records, not of the stories
   */
  static History of(TenantPlan plan, Company company, Records writers, Set<String> omitted) {
    List<TenantRecord> all = new ArrayList<>();
    Dice delays = Dice.of(plan.seed(), "delays");
    for (TenantRecord written :
        new Life(plan, company, writers).written(plan.start(), plan.anchor())) {
      all.add(written.availableAfter(Availability.HISTORY.delay(delays)));
    }
    List<Story> stories = new ArrayList<>();
    for (Script script : new StoryBook(plan, company, writers).scripts()) {
      Story story = script.story(plan.days());
      stories.add(story);
      script.records().stream()
          .filter(it -> !omitted.contains(story.id()) || !it.id().equals(story.rule().recordId()))
          .forEach(all::add);
    }
    all.addAll(repeats(all, Dice.of(plan.seed(), "repeats")));
    List<TenantRecord> bad = BadRecords.of(plan, company, writers);
    all.addAll(bad);
    return new History(
        List.copyOf(all), List.copyOf(stories), bad.stream().map(TenantRecord::id).toList());
  }

  /** The service hands out some records again, most of them in a later blob. */
  private static List<TenantRecord> repeats(List<TenantRecord> records, Dice dice) {
    List<TenantRecord> repeats = new ArrayList<>();
    for (TenantRecord tenantRecord : records) {
      if (dice.perMille(REPEATED_PER_MILLE)) {
        Duration later =
            dice.perMille(900) ? Duration.ofMinutes(dice.between(15, 360)) : Duration.ZERO;
        repeats.add(tenantRecord.repeated(tenantRecord.available().plus(later), dice));
      }
    }
    return repeats;
  }
}
