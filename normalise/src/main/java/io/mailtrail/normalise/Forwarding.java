package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/**
 * Where mail is sent on to by a rule or a mailbox, and whether it, or what is sent or shared,
 * leaves the tenant: {@code mailtrail.forward.*} and {@code mailtrail.recipient.*}.
 */
final class Forwarding {
  private static final int MAX_ADDRESSES = 100;
  private static final int MAX_DOMAINS = 100;

  private final Picked picked;
  private final SlotWriter slots;
  private final Actors actors;
  private final AcceptedDomains domains;
  private final SliceCache<List<MailAddress>> addresses = new SliceCache<>(1024, MailAddress::in);

  Forwarding(Picked picked, SlotWriter slots, Actors actors, Lookups lookups) {
    this.picked = picked;
    this.slots = slots;
    this.actors = actors;
    this.domains = lookups.domains();
  }

  void describe(RecordKind kind, String tenant) {
    Paths paths = picked.names.paths;
    if (kind.isOf(RecordFamily.EXCHANGE_ADMIN)) {
      forward(paths.forwards);
      forward(paths.redirects);
      forward(paths.copies);
    } else if (kind.isOf(RecordFamily.MAILBOX)) {
      int actions = picked.first(paths.ruleActions);
      if (actions != Picked.NONE && sendsOn(actions)) {
        forward(actions);
      }
    }
    if (domains.known(tenant)) {
      if (picked.has(Slot.FORWARD_DOMAIN)) {
        boolean external = false;
        for (int leaf = picked.get(Slot.FORWARD_DOMAIN);
            leaf != Picked.NONE;
            leaf = picked.next(leaf)) {
          external |= !domains.accepts(tenant, picked.word(leaf));
        }
        slots.flag(Slot.FORWARD_EXTERNAL, external);
      }
      recipients(tenant);
    }
  }

  /** The actions of a rule as JSON: only those that send on name addresses that matter here. */
  private boolean sendsOn(int leaf) {
    String text = picked.text(leaf);
    return text.contains("Forward") || text.contains("Redirect");
  }

  private void forward(Node[] nodes) {
    for (Node node : nodes) {
      forward(picked.first(node));
    }
  }

  private void forward(int first) {
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      for (MailAddress found :
          addresses.get(picked.source(leaf), picked.start(leaf), picked.length(leaf))) {
        if (!slots.addOnce(Slot.FORWARD_ADDRESS, found.address(), MAX_ADDRESSES)) {
          return;
        }
        actors.related(found.address());
        slots.addOnce(Slot.FORWARD_DOMAIN, found.domain(), MAX_DOMAINS);
      }
    }
  }

  private void recipients(String tenant) {
    int first = picked.get(Slot.EMAIL_TO);
    if (first == Picked.NONE) {
      first = picked.filled(Slot.TARGET_USER);
    }
    boolean named = false;
    for (int leaf = first; leaf != Picked.NONE; leaf = picked.next(leaf)) {
      for (MailAddress found :
          addresses.get(picked.source(leaf), picked.start(leaf), picked.length(leaf))) {
        named = true;
        if (!domains.accepts(tenant, new String(found.domain(), UTF_8))) {
          slots.addOnce(Slot.RECIPIENT_DOMAIN, found.domain(), MAX_DOMAINS);
        }
      }
    }
    if (named) {
      slots.flag(Slot.RECIPIENT_EXTERNAL, picked.has(Slot.RECIPIENT_DOMAIN));
    }
  }
}
