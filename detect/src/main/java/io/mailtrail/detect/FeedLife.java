package io.mailtrail.detect;

import io.mailtrail.model.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The life of what one key of a feeding family gives to others: facts that come, change and go. */
final class FeedLife {
  private FeedLife() {}

  /** {@link Correlator#advance}. */
  static Step advance(Collection<Known> known, Evaluation evaluation, long watermark, long from) {
    List<Fact> gone = new ArrayList<>();
    List<Fact> come = new ArrayList<>();
    List<Known> after = new ArrayList<>();
    Map<String, Fact> before = new LinkedHashMap<>();
    for (Known feed : known) {
      boolean touched = feed.anchor() >= evaluation.since();
      if (touched && feed.published() && feed.anchor() >= from) {
        facts(feed).forEach(fact -> before.put(fact.key() + fact.id(), fact));
      } else if (!touched && !feed.published() && watermark >= feed.settlesAt()) {
        come.addAll(facts(feed));
        after.add(published(feed));
      } else if (!touched && (!feed.published() || feed.anchor() >= from)) {
        after.add(feed);
      }
    }
    for (Found found : evaluation.found()) {
      boolean published = !found.tentative() || watermark >= found.settlesAt();
      after.add(
          new Known(
              found.alert().id(),
              Json.bytes(found.facts().toArray(new Fact[0])),
              found.alert().anchor().toEpochMilli(),
              found.settlesAt(),
              false,
              published));
      if (published) {
        for (Fact fact : found.facts()) {
          if (!fact.equals(before.remove(fact.key() + fact.id()))) {
            come.add(fact);
          }
        }
      }
    }
    before.values().forEach(fact -> gone.add(fact.asGone()));
    gone.addAll(come);
    long nextTimer =
        after.stream()
            .filter(feed -> !feed.published())
            .mapToLong(Known::settlesAt)
            .min()
            .orElse(Long.MAX_VALUE);
    return new Step(List.of(), gone, after, nextTimer);
  }

  private static List<Fact> facts(Known feed) {
    return List.of(Json.read(feed.json(), Fact[].class));
  }

  private static Known published(Known feed) {
    return new Known(feed.id(), feed.json(), feed.anchor(), feed.settlesAt(), true, true);
  }
}
