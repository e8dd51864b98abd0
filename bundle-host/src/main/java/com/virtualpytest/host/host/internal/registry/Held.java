package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.host.internal.context.ControllerStatus;
import com.virtualpytest.host.host.internal.registry.Attempt.Outcome;

/**
 * A controller with all that belongs to it.
 *
 * @param driver who opened it
 * @param state what it says of itself
 * @param attempt how it was opened; null when nobody has tried
 * @param outcome what came of that
 */
record Held(DriverEntry driver, ControllerStatus state, Attempt attempt, Outcome outcome) {

  /** Null when it was not opened. */
  Controller controller() {
    return outcome.controller();
  }
}
