package com.virtualpytest.host.host.internal.power;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Sees to it that what a power cycle switched off is switched on again, for every driver of power
 * and over restarts of the host. Safe for all threads.
 */
public final class PowerSafety {

  private final PowerDebts debts;
  private final Clock clock;

  /**
   * @param dataFolder of the host; what is owed is in its folder {@code power}
   */
  public PowerSafety(Path dataFolder, Clock clock) {
    this.debts = new PowerDebts(dataFolder.resolve("power"));
    this.clock = clock;
  }

  /** The memory of one driver on one device. */
  public PowerMemory of(String device, String driver) {
    return new PowerMemory(device, driver, debts, clock);
  }
}
