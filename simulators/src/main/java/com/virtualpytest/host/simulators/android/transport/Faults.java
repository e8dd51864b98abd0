package com.virtualpytest.host.simulators.android.transport;

import com.virtualpytest.host.simulators.android.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The faults that are on; shared by all that can go wrong. Safe for any thread. */
public final class Faults {

  private final Set<Fault> active = EnumSet.noneOf(Fault.class);
  private Duration delay = Duration.ofSeconds(1);

  /** Switches one on. */
  public synchronized void add(Fault fault) {
    active.add(fault);
  }

  /** How late commands start while {@link Fault#SLOW} is on. */
  public synchronized void delay(Duration value) {
    delay = value;
  }

  /** Switches all off; whoever was frozen goes on. */
  public synchronized void clear() {
    active.clear();
    notifyAll();
  }

  /** Whether it is on. */
  public synchronized boolean has(Fault fault) {
    return active.contains(fault);
  }

  /** Those that are on. */
  public synchronized Set<Fault> active() {
    return active.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(active);
  }

  /** Blocks while the device is frozen. */
  synchronized void awaitThaw() throws InterruptedException {
    while (active.contains(Fault.FREEZE)) {
      wait();
    }
  }

  /** Blocks for as long as commands are late. */
  void lag() throws InterruptedException {
    Duration lag;
    synchronized (this) {
      lag = active.contains(Fault.SLOW) ? delay : Duration.ZERO;
    }
    Thread.sleep(lag.toMillis());
  }
}
