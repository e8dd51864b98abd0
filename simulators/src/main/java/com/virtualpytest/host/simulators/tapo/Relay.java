package com.virtualpytest.host.simulators.tapo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The relay with its meter: what flows through it is added up over time. Safe for all threads. */
final class Relay {
  private static final double NANOS_PER_HOUR = 3_600e9;

  private final List<Consumer<Boolean>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger changes = new AtomicInteger();

  // guarded by this
  private boolean on;
  private double watts;
  private double wattHours;
  private long metered = System.nanoTime();
  private long switched = System.nanoTime();

  Relay(boolean on, double watts) {
    this.on = on;
    this.watts = watts;
  }

  void onChange(Consumer<Boolean> listener) {
    listeners.add(listener);
  }

  void set(boolean next) {
    synchronized (this) {
      if (on == next) {
        return;
      }
      meter();
      on = next;
      switched = System.nanoTime();
    }
    changes.incrementAndGet();
    listeners.forEach(listener -> listener.accept(next));
  }

  synchronized void load(double next) {
    meter();
    watts = next;
  }

  synchronized boolean on() {
    return on;
  }

  int changes() {
    return changes.get();
  }

  /** Seconds since it was switched on; 0 when it is off. */
  synchronized long onTime() {
    return on ? (System.nanoTime() - switched) / 1_000_000_000 : 0;
  }

  synchronized double power() {
    return on ? watts : 0;
  }

  synchronized double energy() {
    meter();
    return wattHours;
  }

  private void meter() {
    long now = System.nanoTime();
    wattHours += power() * (now - metered) / NANOS_PER_HOUR;
    metered = now;
  }
}
