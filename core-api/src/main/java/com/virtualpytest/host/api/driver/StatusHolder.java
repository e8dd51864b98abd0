package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Holds what a controller last knew of its hardware. Setting the same state again refreshes the age
 * of its evidence; a change is published and logged once. Safe for all threads; never blocks. It
 * begins as {@code starting}.
 */
@ProviderType
public interface StatusHolder {

  /** What was last observed. */
  Status current();

  /**
   * Records an observation made now.
   *
   * @param state what was observed
   * @param detail one sentence without secrets, or null
   * @param hint what a person can do, or null
   * @return the status that resulted
   */
  Status set(State state, String detail, String hint);

  /** Records that a probe just answered. */
  default Status ready() {
    return set(State.READY, null, null);
  }

  /** Records that the hardware does not answer; the controller keeps trying. */
  default Status offline(String detail, String hint) {
    return set(State.OFFLINE, detail, hint);
  }
}
