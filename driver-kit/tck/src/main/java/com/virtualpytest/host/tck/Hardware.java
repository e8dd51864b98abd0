package com.virtualpytest.host.tck;

import java.time.Duration;

/** The simulated hardware that the tests can break, mend and slow down. */
public interface Hardware {

  /** From now on it does not answer, as when it is unplugged. Returns when that is so. */
  void takeAway() throws Exception;

  /** It answers again, as when it is plugged in. Also ends {@link #slowDown}. Idempotent. */
  void bringBack() throws Exception;

  /**
   * Each of its answers takes that long from now on. Hardware that cannot be slowed down does
   * nothing here; {@link DriverSubject#lasting} then names a command that lasts by itself.
   */
  void slowDown(Duration answer) throws Exception;
}
