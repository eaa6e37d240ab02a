package io.mailtrail.cli.demo;

import io.mailtrail.model.Alert;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells the person at the terminal what goes on. Thread-safe. */
final class Narrator {
  private final PrintWriter err;
  private final boolean terminal;
  private final long started = System.nanoTime();
  private final Map<String, Alert.Status> told = new HashMap<>();
  private boolean lineOpen;

  Narrator(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** A line that stays. */
  synchronized void say(String line) {
    endStatus();
    err.printf(Locale.ROOT, "%5.1fs  %s%n", sinceStart().toMillis() / 1000.0, line);
    err.flush();
  }

  /** A plain line, without the time. */
  synchronized void print(String line) {
    endStatus();
    err.println(line);
    err.flush();
  }

  /** What is going on right now; on a terminal it is written over by the next. */
  synchronized void status(String line) {
    if (terminal) {
      err.printf(Locale.ROOT, "\r\033[K%5.1fs  %s", sinceStart().toMillis() / 1000.0, line);
      err.flush();
      lineOpen = true;
    }
  }

  /** Tells of an alert when it appears and when its status changes. */
  synchronized void alert(Alert alert) {
    if (alert.status() != told.put(alert.id(), alert.status())) {
      int records = alert.evidence().size();
      say(
          "ALERT  %-11s %-8s %s%s (%d %s)"
              .formatted(
                  alert.status().name().toLowerCase(Locale.ROOT),
                  alert.level(),
                  alert.title(),
                  alert.group().isEmpty() ? "" : ": " + String.join(", ", alert.group().values()),
                  records,
                  records == 1 ? "record" : "records"));
    }
  }

  Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  private void endStatus() {
    if (lineOpen) {
      err.print("\r\033[K");
      lineOpen = false;
    }
  }
}
