package io.mailtrail.detect;

import io.mailtrail.model.Alert;
import io.mailtrail.model.Alert.Collected;
import io.mailtrail.model.Alert.Coverage;
import io.mailtrail.model.Alert.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The life of the alerts of one key, as a pure function: provisional, then settled or retracted, or
 * reopened when something changes a settled one.
 *
 * <p>An alert that is not found any more while another takes over a record of its evidence has had
 * its anchor moved: it is retracted, and the other bears its id among the aliases.
 */
final class AlertLife {
  private final Evaluation evaluation;
  private final long watermark;
  private final long from;
  private final CollectionProof proof;
  private final Map<String, Known> before = new LinkedHashMap<>();
  private final Map<String, Set<String>> aliases = new LinkedHashMap<>();
  private final List<Alert> emit = new ArrayList<>();
  private final List<Known> after = new ArrayList<>();

  private AlertLife(
      Collection<Known> known,
      Evaluation evaluation,
      long watermark,
      long from,
      CollectionProof proof) {
    this.evaluation = evaluation;
    this.watermark = watermark;
    this.from = from;
    this.proof = proof;
    known.stream()
        .sorted(Comparator.comparing(Known::id))
        .forEach(alert -> before.put(alert.id(), alert));
  }

  /** {@link Correlator#advance}. */
  static Step advance(
      Collection<Known> known,
      Evaluation evaluation,
      long watermark,
      long from,
      CollectionProof proof) {
    AlertLife life = new AlertLife(known, evaluation, watermark, from, proof);
    life.passTime();
    life.retractWhatIsGone();
    evaluation.found().forEach(life::keepOrEmit);
    long nextTimer =
        life.after.stream()
            .filter(alert -> !alert.settled())
            .mapToLong(Known::settlesAt)
            .min()
            .orElse(Long.MAX_VALUE);
    return new Step(life.emit, List.of(), life.after, nextTimer);
  }

  /** What was not looked at is as it was, except that time has passed. */
  private void passTime() {
    for (Known known : before.values()) {
      if (known.anchor() >= evaluation.since()) {
        continue;
      }
      Known now = known;
      if (!known.settled() && watermark >= known.settlesAt()) {
        Alert alert = known.alert();
        Alert settled = settled(alert, known.settlesAt());
        emit.add(settled);
        now = Known.of(settled, known.settlesAt(), true, true);
      }
      if (!now.settled() || now.anchor() >= from) {
        after.add(now);
      }
    }
  }

  private Alert settled(Alert alert, long settlesAt) {
    return alert.with(
        Status.SETTLED, alert.aliases(), alert.explanation(), coverage(alert, settlesAt, true));
  }

  private Coverage coverage(Alert alert, long settlesAt, boolean settles) {
    Instant from = alert.coverage() == null ? alert.anchor() : alert.coverage().from();
    Instant to = Instant.ofEpochMilli(settlesAt);
    return settles
        ? proof.coverage(alert.tenant(), from, to)
        : new Coverage(from, to, Collected.INCOMPLETE);
  }

  private void retractWhatIsGone() {
    Set<String> still =
        evaluation.found().stream().map(f -> f.alert().id()).collect(Collectors.toSet());
    for (Known known : before.values()) {
      boolean untouched = known.anchor() < evaluation.since() || known.anchor() < from;
      if (untouched || still.contains(known.id()) || !known.published()) {
        continue;
      }
      Alert alert = known.alert();
      Optional<Alert> heir = heir(alert);
      heir.ifPresent(
          to -> {
            Set<String> ids = aliases.computeIfAbsent(to.id(), id -> new TreeSet<>());
            ids.add(alert.id());
            ids.addAll(alert.aliases());
          });
      String why =
          heir.map(to -> "A record that came late moved the beginning: see alert " + to.id() + ".")
              .orElse("A record that came late undid this.");
      emit.add(alert.with(Status.RETRACTED, alert.aliases(), why, alert.coverage()));
    }
  }

  private Optional<Alert> heir(Alert gone) {
    Set<String> records =
        gone.evidence().stream().map(Alert.Evidence::recordId).collect(Collectors.toSet());
    return evaluation.found().stream()
        .map(Found::alert)
        .filter(alert -> alert.rule().equals(gone.rule()))
        .filter(alert -> alert.evidence().stream().anyMatch(e -> records.contains(e.recordId())))
        .min(Comparator.comparing(Alert::anchor).thenComparing(Alert::id));
  }

  private void keepOrEmit(Found found) {
    Known known = before.get(found.alert().id());
    boolean settles = watermark >= found.settlesAt();
    boolean wasSettled = known != null && known.settled();
    Alert last = known == null ? null : known.alert();
    Set<String> ids = new TreeSet<>(aliases.getOrDefault(found.alert().id(), Set.of()));
    if (last != null) {
      ids.addAll(last.aliases());
    }
    // An anchor that moved away and back again: an alert is no alias of itself.
    ids.remove(found.alert().id());
    Alert now =
        found
            .alert()
            .with(
                wasSettled ? last.status() : settles ? Status.SETTLED : Status.PROVISIONAL,
                List.copyOf(ids),
                found.alert().explanation(),
                wasSettled ? last.coverage() : coverage(found.alert(), found.settlesAt(), settles));
    if (wasSettled && !Arrays.equals(now.toBytes(), known.json())) {
      now = now.with(Status.REOPENED, now.aliases(), now.explanation(), now.coverage());
    }
    boolean published = settles || wasSettled || !found.tentative();
    Known next = Known.of(now, found.settlesAt(), settles || wasSettled, published);
    if (published
        && (known == null || !known.published() || !Arrays.equals(next.json(), known.json()))) {
      emit.add(now);
    }
    after.add(next);
  }
}
