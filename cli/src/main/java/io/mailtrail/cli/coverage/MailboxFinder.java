package io.mailtrail.cli.coverage;

import io.mailtrail.cli.Failure;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Timeline;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whom a name on the command line means. */
final class MailboxFinder {
  private final Timeline timeline;
  private final PrintWriter err;

  MailboxFinder(Timeline timeline, PrintWriter err) {
    this.timeline = timeline;
    this.err = err;
  }

  /** The one that was named, or all. */
  List<Mailbox> oneOrAll(Optional<String> name) {
    return name.map(this::one).map(List::of).orElseGet(timeline::mailboxes);
  }

  /**
   * Who goes by a name; somebody of whom nothing is known where nobody does.
   *
   * @throws Failure naming those who do, where there are several
   */
  Mailbox one(String name) {
    List<Mailbox> found = timeline.find(name);
    if (found.size() > 1) {
      throw new Failure(
          "several go by the name '"
              + name
              + "': "
              + found.stream().map(Mailbox::label).collect(Collectors.joining(", ")));
    }
    if (found.isEmpty()) {
      List<Mailbox> similar = timeline.similar(name);
      err.println(
          "no export and no change names '"
              + Text.visible(name)
              + "'"
              + (similar.isEmpty()
                  ? ""
                  : "; a similar name has "
                      + similar.stream()
                          .map(Mailbox::label)
                          .map(Text::visible)
                          .collect(Collectors.joining(", "))));
      return Mailbox.named(name);
    }
    Mailbox known = found.get(0);
    if (!known.names().contains(name.strip().toLowerCase(Locale.ROOT))) {
      // Found by a plain name that is a part of this one: records still go by this one.
      return known.alsoNamed(name);
    }
    return known;
  }
}
