package com.virtualpytest.host.host.internal.console.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as people read them. */
final class Times {

  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code 42 s}, {@code 5 min}, {@code 3 h 20 min}, {@code 4 d}; never negative. */
  static String length(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    if (seconds < 172_800) {
      return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
    return seconds / 86_400 + " d";
  }

  /** How long ago that was. */
  static String ago(Instant then, Instant now) {
    return length(Duration.between(then, now)) + " ago";
  }

  /** Down to the second, in UTC. */
  static String exact(Instant time) {
    return EXACT.format(time);
  }
}
