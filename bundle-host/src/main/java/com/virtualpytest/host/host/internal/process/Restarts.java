package com.virtualpytest.host.host.internal.process;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Counts the failures in a row of one process and says how long to wait before the next start. Not
 * safe for several threads.
 */
final class Restarts {
  private final Timing timing;
  private final DoubleSupplier random;
  private int failures;

  /**
   * @param random values from 0 to 1, for the jitter
   */
  Restarts(Timing timing, DoubleSupplier random) {
    this.timing = timing;
    this.random = random;
  }

  /**
   * Takes note of an end that nobody asked for. After a phase of being ready that was long enough
   * the row of failures is over and the next start is immediate.
   *
   * @param readyFor how long the process had been ready; null when it never was
   */
  void ended(Duration readyFor) {
    if (readyFor != null && readyFor.compareTo(timing.shortLife()) >= 0) {
      failures = 0;
    } else {
      failures++;
    }
  }

  /** Starts to count anew. */
  void reset() {
    failures = 0;
  }

  /** Failures in a row. */
  int failures() {
    return failures;
  }

  /** True when another start is pointless until somebody changes something. */
  boolean exhausted() {
    return failures >= timing.failuresInRow();
  }

  /**
   * How long to wait now. Jitter only shortens, by a quarter at most, so that processes that failed
   * together do not come back together and no pause is longer than it is said to be.
   */
  Duration pause() {
    if (failures == 0) {
      return Duration.ZERO;
    }
    double factor = Math.pow(2, Math.min(failures - 1, 30));
    double millis =
        Math.min(
            (double) timing.firstPause().toMillis() * factor,
            (double) timing.longestPause().toMillis());
    return Duration.ofMillis(Math.round(millis * (1 - 0.25 * random.getAsDouble())));
  }
}
