package com.virtualpytest.host.host.internal.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;

/** A batch and what is known of it. Safe for all threads. */
final class Execution {

  /**
   * What its sender polls for.
   *
   * @param status running, completed or error
   * @param result null while it runs
   * @param progress percent
   * @param elapsedTimeMs from its start to its end, or to now
   */
  record View(
      boolean success,
      String executionId,
      String status,
      Object result,
      String error,
      int progress,
      String message,
      long elapsedTimeMs) {}

  private final String id;
  private final String deviceId;
  private final Instant begin;

  // guarded by this
  private Future<?> work;
  private String status = "running";
  private Object result;
  private String error;
  private int progress;
  private String message;
  private Instant end;

  Execution(String id, String deviceId, Instant begin, String message) {
    this.id = id;
    this.deviceId = deviceId;
    this.begin = begin;
    this.message = message;
  }

  String id() {
    return id;
  }

  String deviceId() {
    return deviceId;
  }

  synchronized void runBy(Future<?> worker) {
    work = worker;
  }

  synchronized void at(int percent, String what) {
    if (end == null) {
      progress = percent;
      message = what;
    }
  }

  /** Ends it, unless it has ended; true when this was its end. */
  synchronized boolean end(
      String finalStatus, Object finalResult, String why, String last, Instant now) {
    if (end != null) {
      return false;
    }
    status = finalStatus;
    result = finalResult;
    error = why;
    message = last;
    progress = 100;
    end = now;
    return true;
  }

  /** Interrupts its work; false when there is nothing left to interrupt. */
  synchronized boolean cancel() {
    return work != null && end == null && work.cancel(true);
  }

  synchronized boolean endedBefore(Instant limit) {
    return end != null && end.isBefore(limit);
  }

  synchronized boolean running() {
    return end == null;
  }

  synchronized View view(Instant now) {
    long elapsed = Duration.between(begin, end == null ? now : end).toMillis();
    return new View(true, id, status, result, error, progress, message, elapsed);
  }
}
