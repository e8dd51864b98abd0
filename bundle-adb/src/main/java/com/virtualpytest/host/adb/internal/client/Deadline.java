package com.virtualpytest.host.adb.internal.client;

import java.time.Duration;

/** A moment after which an answer is no longer wanted. Immutable; not moved by clock changes. */
public final class Deadline {
  private static final Deadline NEVER = new Deadline(0, false);

  private final long nanos;
  private final boolean set;

  private Deadline(long nanos, boolean set) {
    this.nanos = nanos;
    this.set = set;
  }

  /** From now on. */
  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos(), true);
  }

  /** For streams that go on until somebody ends them. */
  public static Deadline never() {
    return NEVER;
  }

  /** This one, or that in {@code time} when it is earlier. */
  public Deadline orIn(Duration time) {
    Deadline other = in(time);
    return !set || other.nanos - nanos < 0 ? other : this;
  }

  /** The time left; zero when it has passed. An unset deadline leaves a very long time. */
  public Duration remaining() {
    return set
        ? Duration.ofNanos(Math.max(0, nanos - System.nanoTime()))
        : Duration.ofDays(365_000);
  }

  /**
   * What to wait for a selector: 0 is for ever.
   *
   * @throws AdbException the deadline has passed
   */
  long selectMillis() throws AdbException {
    if (!set) {
      return 0;
    }
    long left = nanos - System.nanoTime();
    if (left <= 0) {
      throw new AdbException(AdbException.Kind.DEADLINE, "no answer in time");
    }
    return Math.max(1, left / 1_000_000);
  }
}
