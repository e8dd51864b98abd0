package com.virtualpytest.host.api.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * A state with its evidence. Immutable.
 *
 * @param state the state
 * @param since when this state was entered
 * @param checkedAt when the evidence for it was last obtained: a probe that answered, or failed
 * @param detail what is the case, one sentence without secrets; null when there is nothing to say
 * @param hint what a person can do about it; null when nothing
 */
public record Status(State state, Instant since, Instant checkedAt, String detail, String hint) {

  public Status {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(checkedAt, "checkedAt");
  }

  /** A state entered and observed at {@code now}. */
  public static Status of(State state, String detail, String hint, Instant now) {
    return new Status(state, now, now, detail, hint);
  }

  /**
   * What this status becomes when {@code state} is observed at {@code now}: {@code since} is kept
   * while the state stays the same.
   */
  public Status observe(State next, String nextDetail, String nextHint, Instant now) {
    return new Status(next, next == state ? since : now, now, nextDetail, nextHint);
  }

  /** How old the evidence is at {@code now}; never negative. */
  public Duration age(Instant now) {
    Duration age = Duration.between(checkedAt, now);
    return age.isNegative() ? Duration.ZERO : age;
  }
}
