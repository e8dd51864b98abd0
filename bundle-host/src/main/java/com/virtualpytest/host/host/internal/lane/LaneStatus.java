package com.virtualpytest.host.host.internal.lane;

import java.time.Duration;

/**
 * What a lane is doing, at one moment.
 *
 * @param depth how many wait, the running one not counted
 * @param running what runs; null when nothing does
 * @param runningFor since when it runs; zero when nothing does
 * @param stuck true when what runs was interrupted a while ago and did not return
 */
public record LaneStatus(int depth, String running, Duration runningFor, boolean stuck) {

  /** True when something runs. */
  public boolean busy() {
    return running != null;
  }
}
