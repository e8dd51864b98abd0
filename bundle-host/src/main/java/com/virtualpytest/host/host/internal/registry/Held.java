package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.host.internal.context.ControllerStatus;
import com.virtualpytest.host.host.internal.registry.Attempt.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A controller with all that belongs to it.
 *
 * @param driver who opened it
 * @param state what it says of itself
 * @param attempt how it was opened; null when nobody has tried
 * @param outcome what came of that
 */
record Held(DriverEntry driver, ControllerStatus state, Attempt attempt, Outcome outcome) {

  private static final Logger log = LoggerFactory.getLogger(Held.class);

  /** Null when it was not opened. */
  Controller controller() {
    return outcome.controller();
  }

  /** Closes the controller, which may take long, and takes back what it was given. */
  void close() {
    try {
      if (controller() != null) {
        controller().close();
      }
    } catch (RuntimeException | LinkageError e) {
      log.error("A controller of {} failed unexpectedly while closing", driver.name(), e);
    } finally {
      if (attempt != null) {
        attempt.context.close();
      }
    }
  }
}
