package com.virtualpytest.host.host.internal.registry;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Growing pauses: each twice the one before, up to a limit, spread by a fifth either way so that
 * devices that fell together do not return together. Not safe for several threads.
 */
final class Backoff {

  private final Duration first;
  private final Duration last;
  private final DoubleSupplier random;
  private Duration next;

  /**
   * @param random from 0 to 1
   */
  Backoff(Duration first, Duration last, DoubleSupplier random) {
    this.first = first;
    this.last = last;
    this.random = random;
    this.next = first;
  }

  Duration next() {
    Duration pause = next;
    Duration doubled = pause.multipliedBy(2);
    next = doubled.compareTo(last) > 0 ? last : doubled;
    return Duration.ofNanos((long) (pause.toNanos() * (0.8 + 0.4 * random.getAsDouble())));
  }

  void reset() {
    next = first;
  }
}
