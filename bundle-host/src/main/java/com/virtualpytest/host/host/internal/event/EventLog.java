package com.virtualpytest.host.host.internal.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The last events of the host, numbered in the order in which they came. Writers never wait for
 * readers: a reader that is too slow has lost what was overwritten. Safe for all threads.
 */
final class EventLog {
  private final long run;
  private final HostEvent[] ring;

  // guarded by this
  private long last;

  /**
   * What there is to read.
   *
   * @param events in their order; empty when none came in time
   * @param lost how many are gone between the asked one and the first of these
   */
  record Batch(List<HostEvent> events, long lost) {}

  /**
   * @param run tells this log from those of other runs of the host
   * @param capacity how many events are kept
   */
  EventLog(long run, int capacity) {
    this.run = run;
    this.ring = new HostEvent[capacity];
  }

  synchronized void add(String type, Instant time, Map<String, Object> properties) {
    last++;
    ring[slot(last)] = new HostEvent(last, type, time, properties);
    notifyAll();
  }

  /** The id of an event of this run. */
  EventId id(long number) {
    return new EventId(run, number);
  }

  /** The number of the last event; 0 when none came yet. */
  synchronized long last() {
    return last;
  }

  /** The number before the oldest event that is kept. */
  synchronized long beforeOldest() {
    return Math.max(0, last - ring.length);
  }

  /** Whether this event can have been seen in this run. */
  synchronized boolean knows(EventId id) {
    return id.run() == run && id.number() <= last;
  }

  /**
   * The events after a number.
   *
   * @param max how many at most
   * @param wait how long to wait for the first
   */
  synchronized Batch after(long number, int max, Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    for (long left = wait.toMillis(); last <= number && left > 0; ) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    long first = Math.max(number, beforeOldest());
    List<HostEvent> events = new ArrayList<>();
    for (long next = first + 1; next <= last && events.size() < max; next++) {
      events.add(ring[slot(next)]);
    }
    return new Batch(events, first - number);
  }

  private int slot(long number) {
    return (int) (number % ring.length);
  }
}
