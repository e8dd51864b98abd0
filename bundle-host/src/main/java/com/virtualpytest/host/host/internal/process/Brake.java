package com.virtualpytest.host.host.internal.process;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;

/**
 * Keeps one process from starting after failures: for a pause, or until somebody acts. Belongs to
 * the thread of the state machines.
 */
final class Brake {
  private final Threads threads;
  private final Restarts restarts;
  private boolean failed;
  private boolean programMissing;
  private Instant nextStart;
  private ScheduledFuture<?> pause;

  Brake(Threads threads, Timing timing) {
    this.threads = threads;
    this.restarts = new Restarts(timing, Math::random);
  }

  /** Forgets all failures; a start is possible at once. */
  void release() {
    restarts.reset();
    failed = false;
    programMissing = false;
    noPause();
  }

  /** No start is planned any more. */
  void noPause() {
    nextStart = null;
    if (pause != null) {
      pause.cancel(false);
    }
  }

  /** There is nothing that could be started. */
  void programMissing() {
    failed = true;
    programMissing = true;
  }

  /** True when a mere wish is reason enough to look again: what was missing may be there now. */
  boolean worthAnotherLook() {
    return programMissing;
  }

  /**
   * Takes note of an end that nobody asked for.
   *
   * @param readyFor how long it had been ready; null when it never was
   * @param afterPause called when a start is possible again, unless it is at once
   */
  void ended(Duration readyFor, Runnable afterPause) {
    restarts.ended(readyFor);
    failed = restarts.exhausted();
    Duration wait = restarts.pause();
    if (failed || wait.isZero()) {
      return;
    }
    nextStart = Instant.now().plus(wait);
    pause =
        threads.statesAfter(
            wait,
            () -> {
              nextStart = null;
              afterPause.run();
            });
  }

  /** True when a start is possible now. */
  boolean isOff() {
    return !failed && nextStart == null;
  }

  /** True when it holds until somebody acts. */
  boolean failed() {
    return failed;
  }

  /** Failures in a row. */
  int failures() {
    return restarts.failures();
  }

  /** When the pause is over; null without a pause. */
  Instant nextStart() {
    return nextStart;
  }
}
