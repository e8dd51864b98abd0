package com.virtualpytest.host.host.internal.generation;

import java.time.Duration;

/**
 * What a change of generations cost those who wanted something meanwhile.
 *
 * @param requests how many waited
 * @param longest the longest time for which a device took none
 */
public record Parked(int requests, Duration longest) {

  /** Nobody waited. */
  public static final Parked NONE = new Parked(0, Duration.ZERO);

  /** Both together. */
  public Parked and(Parked other) {
    Duration most = longest.compareTo(other.longest) > 0 ? longest : other.longest;
    return new Parked(requests + other.requests, most);
  }
}
