package com.virtualpytest.host.host.internal.context;

import com.virtualpytest.host.api.driver.Command;
import com.virtualpytest.host.api.driver.CommandResult;
import java.time.Duration;

/** Where lanes tell what became of their commands. Safe for all threads; never blocks. */
@FunctionalInterface
public interface CommandSink {

  /** Nobody wants to know. */
  CommandSink NONE = (deviceId, driver, command, result, waited, took) -> {};

  /**
   * A command has ended, was refused or was never begun.
   *
   * @param result null when its sender cancelled it
   * @param waited in the lane
   * @param took altogether, waiting included
   */
  void ended(
      String deviceId,
      String driver,
      Command command,
      CommandResult result,
      Duration waited,
      Duration took);
}
