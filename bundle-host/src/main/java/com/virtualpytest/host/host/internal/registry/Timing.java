package com.virtualpytest.host.host.internal.registry;

import java.time.Duration;

/**
 * How long the registry waits for what. Parameters, so that tests need not wait.
 *
 * @param open from the begin of {@code open} to its interruption
 * @param drain how long a running command may go on when its driver or device goes
 * @param stopDrain the same when the host stops
 * @param interrupt within which interrupted work, and {@code close}, should end
 * @param answer within which {@code status}, {@code info} and {@code serves} should answer
 * @param firstRetry pause before the first new attempt to open
 * @param lastRetry the longest pause
 * @param idle how long a lane keeps its thread without work
 * @param parking how long a request waits while its device changes hands
 * @param busy how long a change of hands waits for the running command
 * @param trial within which a new controller must be as good as the old one
 * @param back within which the old one should be open again
 */
public record Timing(
    Duration open,
    Duration drain,
    Duration stopDrain,
    Duration interrupt,
    Duration answer,
    Duration firstRetry,
    Duration lastRetry,
    Duration idle,
    Duration parking,
    Duration busy,
    Duration trial,
    Duration back) {

  /** The host's values. */
  public static Timing standard() {
    return new Timing(
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofMillis(500),
        Duration.ofMillis(500),
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofSeconds(4),
        Duration.ofSeconds(3));
  }

  /** A time as sentences have it: in seconds, or in milliseconds when it is no whole number. */
  static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
