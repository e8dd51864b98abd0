package com.virtualpytest.host.api.device;

import java.util.Locale;

/** The one vocabulary of states, for controllers, processes and bundles alike. */
public enum State {
  /** Being opened; no probe has answered yet. */
  STARTING,
  /** A probe just got an answer. */
  READY,
  /** Works, but not fully; the detail says what is missing. */
  DEGRADED,
  /** Failed and will be tried again by itself; the detail says when. */
  BACKOFF,
  /** Not reachable or not plugged in; comes back by itself. */
  OFFLINE,
  /** Will not come back without somebody's action; the hint says which. */
  FAILED,
  /** Ended on purpose. */
  STOPPED,
  /** Switched off by configuration. */
  DISABLED;

  /** The name on the wire: lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** True for {@link #READY} and {@link #DEGRADED}: commands are worth sending. */
  public boolean usable() {
    return this == READY || this == DEGRADED;
  }
}
