package com.virtualpytest.host.camera.internal.analysis;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells what lasts from what is there for a moment: for 2 s, as the detectors of ffmpeg do. Used by
 * one thread.
 */
final class Lasting {
  static final Duration LONG = Duration.ofSeconds(2);

  private Instant since;

  /**
   * Takes note of one moment.
   *
   * @return since when it lasts; null when it does not, or not for long enough
   */
  Instant see(boolean there, Instant at) {
    if (!there) {
      since = null;
    } else if (since == null) {
      since = at;
    }
    return since != null && Duration.between(since, at).compareTo(LONG) >= 0 ? since : null;
  }

  /** What comes is no continuation of what was. */
  void forget() {
    since = null;
  }
}
