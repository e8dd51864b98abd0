package com.virtualpytest.host.tapo.internal.protocol;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps refused logins apart, since plugs lock themselves against many: 5 min after the first,
 * twice as long after each further one, an hour at most; or as long as the plug asks for. Safe for
 * all threads.
 */
final class Brake {
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Clock clock;

  // guarded by this
  private PlugException reason;
  private Instant until = Instant.MIN;
  private Duration pause = FIRST;

  Brake(Clock clock) {
    this.clock = clock;
  }

  /**
   * Must be asked before a login.
   *
   * @throws PlugException what the last one was refused with: no further one now
   */
  synchronized void check() throws PlugException {
    if (clock.instant().isBefore(until)) {
      throw reason;
    }
  }

  /** A login failed; other reasons than a refused account do not count. */
  synchronized void refused(PlugException why) {
    switch (why.problem()) {
      case WRONG_ACCOUNT -> {
        reason = why;
        until = clock.instant().plus(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
      }
      case LOCKED -> {
        reason = why;
        Duration asked = Duration.ofMinutes(Math.max(1, why.code()));
        until = clock.instant().plus(asked.compareTo(FIRST) > 0 ? asked : FIRST);
      }
      default -> {}
    }
  }

  /** A login succeeded, or somebody wants to try at once. */
  synchronized void release() {
    reason = null;
    until = Instant.MIN;
    pause = FIRST;
  }

  /** When the next login is allowed; empty when now. */
  synchronized Optional<Instant> until() {
    return clock.instant().isBefore(until) ? Optional.of(until) : Optional.empty();
  }
}
