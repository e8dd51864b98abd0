package com.virtualpytest.host.host.internal.process;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;

/**
 * Watches one run by its probe: often until it is ready, seldom while it answers, often again when
 * it misses an answer. Belongs to the thread of the state machines.
 */
final class Watch {

  /** What the watch finds out; called on the thread of the state machines. */
  interface Judge {
    /** The probe was answered. */
    void answers();

    /** A process that was ready missed several answers in a row. */
    void missesAnswers(String failure);

    /**
     * It should be started anew.
     *
     * @param reason {@link Cause#HUNG} or {@link Cause#NOT_READY}
     */
    void mustEnd(Cause reason);
  }

  private final Child child;
  private final Prober prober;
  private final Threads threads;
  private final Timing timing;
  private final Judge judge;
  private ScheduledFuture<?> deadline;
  private boolean over;
  private boolean ready;
  private long readyAt;
  private long answeredAt;
  private int misses;
  private String lastMiss;

  Watch(Child child, Prober prober, Threads threads, Timing timing, Judge judge) {
    this.child = child;
    this.prober = prober;
    this.threads = threads;
    this.timing = timing;
    this.judge = judge;
  }

  void begin() {
    deadline = threads.statesAfter(child.description().startTimeout(), this::startTimeIsOver);
    probe();
  }

  /** Ends the watch; nothing is judged any more. */
  void end() {
    over = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  /** For how long it has been ready up to now; null when it never was. */
  Duration readyFor() {
    return ready ? since(readyAt) : null;
  }

  /** What went wrong with the last attempt that failed; null when none did. */
  String lastMiss() {
    return lastMiss;
  }

  private void probe() {
    if (!over) {
      prober.ask(child, this::answered);
    }
  }

  private void answered(String failure) {
    if (over) {
      return;
    }
    Duration next;
    if (failure == null) {
      answers();
      next = timing.watchPause();
    } else {
      lastMiss = failure;
      next = ready ? timing.retryPause() : timing.probePause();
      missed();
    }
    threads.statesAfter(next, this::probe);
  }

  private void answers() {
    misses = 0;
    answeredAt = System.nanoTime();
    if (!ready) {
      ready = true;
      readyAt = answeredAt;
    }
    judge.answers();
  }

  private void missed() {
    misses++;
    if (!ready || misses < timing.missesToDegrade()) {
      return;
    }
    judge.missesAnswers(lastMiss);
    if (since(answeredAt).compareTo(timing.hungAfter()) >= 0) {
      judge.mustEnd(Cause.HUNG);
    }
  }

  private void startTimeIsOver() {
    if (!over && !ready) {
      judge.mustEnd(Cause.NOT_READY);
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
