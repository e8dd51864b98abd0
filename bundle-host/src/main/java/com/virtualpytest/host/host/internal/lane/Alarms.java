package com.virtualpytest.host.host.internal.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lane is to do when a time is over, unless it is called off, as it is nearly always. The
 * timer's thread is woken for the earliest alone: one that is called off stays asked for, so that a
 * lane which is told a command every few milliseconds asks once a minute, not with each command.
 * Safe for all threads.
 */
final class Alarms {
  private static final Logger log = LoggerFactory.getLogger(Alarms.class);

  private final ScheduledExecutorService timer;

  // guarded by this
  private final PriorityQueue<Alarm> waiting = new PriorityQueue<>(Alarms::earlier);
  private ScheduledFuture<?> ring;
  private long ringsAt;

  /**
   * @param timer runs short tasks of many lanes
   */
  Alarms(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Something to do later. */
  final class Alarm {
    private final long at;
    private final Runnable task;

    private Alarm(long at, Runnable task) {
      this.at = at;
      this.task = task;
    }

    /** Calls it off; without effect once it has rung. */
    void cancel() {
      synchronized (Alarms.this) {
        waiting.remove(this);
      }
    }
  }

  private static int earlier(Alarm one, Alarm other) {
    return Long.signum(one.at - other.at); // the clock of nanoseconds may pass its end
  }

  /**
   * Does something after a time, in the timer's thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException the host has stopped
   */
  synchronized Alarm in(Duration delay, Runnable task) {
    Alarm alarm = new Alarm(System.nanoTime() + delay.toNanos(), task);
    waiting.add(alarm);
    if (ring == null || alarm.at - ringsAt < 0) {
      ask(alarm.at);
    }
    return alarm;
  }

  private void ask(long at) {
    if (ring != null) {
      ring.cancel(false);
    }
    ringsAt = at;
    ring = timer.schedule(this::ring, at - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private void ring() {
    due().forEach(Alarms::run);
  }

  private static void run(Alarm alarm) {
    try {
      alarm.task.run();
    } catch (RuntimeException | LinkageError e) {
      log.error("What was to be done at this time failed", e); // others are due as well
    }
  }

  private synchronized List<Alarm> due() {
    List<Alarm> due = new ArrayList<>();
    long now = System.nanoTime();
    while (!waiting.isEmpty() && waiting.peek().at - now <= 0) {
      due.add(waiting.poll());
    }
    ring = null;
    if (!waiting.isEmpty()) {
      ask(waiting.peek().at);
    }
    return due;
  }
}
