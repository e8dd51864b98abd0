package com.virtualpytest.host.host.internal.command;

import java.time.Duration;
import java.util.Map;

/** How long a command or check may take that brings a time of its own along. */
public final class CommandTimeout {
  private static final double MOST_MILLIS = 3_600_000;

  private CommandTimeout() {}

  /**
   * What it may take beside waiting, and the time that it waits itself: {@code timeout_ms} or
   * {@code timeout}, milliseconds as a number or a text, an hour at most. Whether that is a sound
   * number is the driver's to say.
   */
  public static Duration of(Duration beside, Map<String, Object> params, Duration usually) {
    Object given = params.getOrDefault("timeout_ms", params.get("timeout"));
    return beside.plus(given == null ? usually : millis(given));
  }

  private static Duration millis(Object given) {
    try {
      double millis = Double.parseDouble(given.toString().strip());
      return Duration.ofMillis((long) Math.max(0, Math.min(millis, MOST_MILLIS)));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }
}
