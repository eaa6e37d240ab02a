package io.mailtrail.detect;

import io.mailtrail.detect.sigma.Anchor;
import io.mailtrail.detect.sigma.Anchors;
import io.mailtrail.model.EventFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What it is expected to cost to find a rule by an anchor: what many rules ask for is likely to be
 * there and tells little, and every further field has to be fetched. The numbers are guesses in
 * proportion; they decide about speed alone.
 */
final class AnchorCosts {
  private static final double PART = 4;
  private static final double SHORT_PART = 200;
  private static final double PRESENT = 300;
  private static final double WHOLE_RECORD = 2_000;
  private static final double RARE_FIELD = 30;
  private static final double SHARED = 10;

  private final Map<Anchor, Integer> anchors = new HashMap<>();
  private final Map<String, Integer> fields = new HashMap<>();

  AnchorCosts(List<EventRule> rules, List<Integer> members) {
    for (int member : members) {
      for (Anchor anchor : Anchors.all(rules.get(member).expression())) {
        anchors.merge(anchor, 1, Integer::sum);
        fields.merge(anchor.field(), 1, Integer::sum);
      }
    }
  }

  double of(Anchor anchor) {
    double kind =
        switch (anchor.kind()) {
          case WHOLE -> 0;
          case PART -> anchor.text().length() < 3 ? SHORT_PART : PART;
          case PRESENT -> PRESENT;
        };
    return kind
        + SHARED * anchors.getOrDefault(anchor, 1)
        + RARE_FIELD / fields.getOrDefault(anchor.field(), 1)
        + (anchor.field().equals(EventFields.WHOLE_RECORD) ? WHOLE_RECORD : 0);
  }
}
