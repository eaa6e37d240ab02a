package io.mailtrail.detect;

import io.mailtrail.detect.sigma.LiteralAutomaton;
import io.mailtrail.model.EventFields;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates the rules over single events. What an event costs depends on what is in it, hardly on
 * how many rules there are; one that no rule is about costs no allocation of ours. A rule that
 * throws, or is slow again and again, is switched off alone and reported. For one thread at a time.
 */
public final class Matcher {
  private final List<EventRule> rules;
  private final RuleIndex index;
  private final Budget budget;
  private final RememberedFields fields = new RememberedFields();
  private final long[] askedAt;
  private final boolean[] off;
  private final int[] asked;
  private final int[] strikes;
  private final LiteralAutomaton.Hits hits = this::collect;
  private int[] candidates = new int[64];
  private int size;
  private long events;

  public Matcher(RuleSet rules) {
    this(rules, Budget.UNLIMITED);
  }

  /**
   * @param budget how long a rule may take over an event
   */
  public Matcher(RuleSet rules, Budget budget) {
    this(eventRules(rules), budget);
  }

  Matcher(List<EventRule> rules, Budget budget) {
    this.rules = rules;
    this.index = new RuleIndex(rules);
    this.budget = budget;
    this.askedAt = new long[rules.size()];
    this.off = new boolean[rules.size()];
    this.asked = new int[rules.size()];
    this.strikes = new int[rules.size()];
  }

  static List<EventRule> eventRules(RuleSet rules) {
    List<EventRule> eventRules = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      boolean overEvents = rule.kind() == Rule.Kind.EVENT || rule.kind() == Rule.Kind.BASE;
      if (!overEvents || !rule.applies()) {
        continue;
      }
      List<EventRule.Membership> roles = new ArrayList<>();
      rules
          .groupings()
          .forEach(
              (id, grouping) -> {
                Family.Role role = grouping.roles().get(rule.id());
                if (role != null) {
                  roles.add(new EventRule.Membership(id, role));
                }
              });
      boolean alerts = rule.kind() == Rule.Kind.EVENT && !rules.families().containsKey(rule.id());
      if (alerts || !roles.isEmpty()) {
        LoadedRule loaded = rules.loaded(rule.id());
        eventRules.add(
            new EventRule(
                rule,
                loaded.version(),
                loaded.detections().expression(),
                List.copyOf(roles),
                alerts));
      }
    }
    return eventRules;
  }

  /** How many rules are asked at all. */
  public int size() {
    return rules.size();
  }

  /** Gives the sink an alert or facts for every rule that the event matches. */
  public void match(EventFields event, Sink out) {
    fields.begin(event);
    events++;
    size = 0;
    index.candidates(fields, hits);
    for (int i = 0; i < size; i++) {
      ask(candidates[i], out);
    }
  }

  private void collect(int[] found) {
    for (int rule : found) {
      if (askedAt[rule] != events && !off[rule]) {
        askedAt[rule] = events;
        if (size == candidates.length) {
          candidates = java.util.Arrays.copyOf(candidates, size * 2);
        }
        candidates[size++] = rule;
      }
    }
  }

  private void ask(int rule, Sink out) {
    long start = budget.nanos() == null ? 0 : budget.nanos().getAsLong();
    EventRule.Hit hit;
    try {
      hit = rules.get(rule).match(fields);
    } catch (RuntimeException | StackOverflowError e) {
      off[rule] = true;
      out.failure(failure(rule, RuleFailure.Kind.FAILED, e.getClass().getSimpleName()));
      return;
    }
    if (budget.nanos() != null) {
      count(rule, budget.nanos().getAsLong() - start, out);
    }
    if (hit != null && !off[rule]) {
      hit.to(out);
    }
  }

  private void count(int rule, long took, Sink out) {
    if (++asked[rule] >= Budget.FORGETS_AFTER) {
      asked[rule] = 0;
      strikes[rule] = 0;
    }
    if (took > budget.most() && ++strikes[rule] > budget.strikes()) {
      off[rule] = true;
      String what = "took longer than " + budget.most() / 1_000 + " microseconds again and again";
      out.failure(failure(rule, RuleFailure.Kind.SLOW, what));
    }
  }

  private RuleFailure failure(int rule, RuleFailure.Kind kind, String what) {
    return new RuleFailure(rules.get(rule).rule().id(), kind, what);
  }
}
