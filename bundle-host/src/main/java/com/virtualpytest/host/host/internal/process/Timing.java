package com.virtualpytest.host.host.internal.process;

import java.time.Duration;

/**
 * All times and limits of the supervisor, so that tests can be quick.
 *
 * @param probeTimeout cap of one attempt of a probe
 * @param probePause from a failed attempt to the next one, until the process is ready
 * @param watchPause from an answer to the next attempt, once the process is ready
 * @param retryPause from a failed attempt to the next one, once the process was ready
 * @param missesToDegrade failed attempts in a row that make a ready process degraded
 * @param hungAfter how long a degraded process may stay without any answer before it is restarted
 * @param aliveAfter how long a process that offers nothing to ask must live to be ready
 * @param shortLife an end after less than this of being ready counts as a failure
 * @param failuresInRow failures in a row that make a process failed
 * @param firstPause pause after the first failure; doubled with each further one
 * @param longestPause where the doubling ends
 * @param settle how long an end waits for news that what the process depends on ended as well
 * @param leftoverGrace from TERM to KILL for what a process that ended by itself left behind
 * @param closeWithin for the end of all processes when the host stops
 * @param logLinesPerSecond lines of one process that reach the log within a second; the rest is
 *     counted
 */
public record Timing(
    Duration probeTimeout,
    Duration probePause,
    Duration watchPause,
    Duration retryPause,
    int missesToDegrade,
    Duration hungAfter,
    Duration aliveAfter,
    Duration shortLife,
    int failuresInRow,
    Duration firstPause,
    Duration longestPause,
    Duration settle,
    Duration leftoverGrace,
    Duration closeWithin,
    int logLinesPerSecond) {

  /** What the host runs with. */
  public static Timing production() {
    return new Timing(
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        Duration.ofSeconds(5),
        Duration.ofMillis(500),
        3,
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        5,
        Duration.ofMillis(500),
        Duration.ofSeconds(60),
        Duration.ofMillis(200),
        Duration.ofMillis(200),
        Duration.ofMillis(4500),
        200);
  }
}
