package io.mailtrail.testbed.server;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for a server that was just started, telling how it goes. */
final class Startup {
  private static final Duration TELL_EVERY = Duration.ofSeconds(10);

  /** How it ended. */
  enum Outcome {
    READY,
    PORT_TAKEN
  }

  private Startup() {}

  /**
   * Waits until the server answers. If it ends instead, or takes too long, it is stopped, and the
   * exception carries the end of its logs; only a port that somebody else took first is an outcome.
   */
  static Outcome await(
      String name,
      SupervisedProcess process,
      DataFolder folder,
      ServerOptions options,
      BooleanSupplier answers) {
    try {
      if (becomesReady(name, process, options, answers)) {
        return Outcome.READY;
      }
    } catch (RuntimeException e) {
      process.stop();
      throw e;
    }
    if (process.isAlive()) {
      process.stop();
      throw new ServerException(
          name
              + " did not answer within "
              + options.startTimeout().toSeconds()
              + " s."
              + folder.tail());
    }
    if (folder.logsSay("Address already in use")) {
      if (options.port() == 0) {
        return Outcome.PORT_TAKEN;
      }
      throw Ports.taken(name, options.port());
    }
    throw new ServerException(
        name
            + " ended while it started, with exit code "
            + process.exitCode()
            + "."
            + folder.tail());
  }

  private static boolean becomesReady(
      String name, SupervisedProcess process, ServerOptions options, BooleanSupplier answers) {
    long start = System.nanoTime();
    while (true) {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      Duration left = options.startTimeout().minus(waited);
      if (left.isNegative() || !process.isAlive()) {
        return false;
      }
      if (!waited.minus(TELL_EVERY).isNegative()) {
        options
            .progress()
            .accept(name + " is still starting, for " + waited.toSeconds() + " s now");
      }
      Duration turn = left.compareTo(TELL_EVERY) < 0 ? left : TELL_EVERY;
      boolean[] answered = new boolean[1];
      Await.within(
          turn,
          () -> {
            answered[0] = process.isAlive() && answers.getAsBoolean();
            return answered[0] || !process.isAlive();
          });
      if (answered[0]) {
        return true;
      }
    }
  }
}
