package com.virtualpytest.host.host.internal.http;

import java.util.Locale;
import java.util.Set;

/**
 * Who may see which path. Judged on the path as it was sent: everything that is not literally in
 * these lists needs the key, and spellings that mean another path are refused.
 */
final class Access {

  /** What a path needs. */
  enum Rule {
    /** Nothing answers there. */
    CLOSED,
    /** A spelling that a server and a proxy could understand differently. */
    AMBIGUOUS,
    /** Open to everybody; answers hold states only. */
    OPEN,
    /** The API key or a ticket. */
    KEY,
    /** The web console's own login. */
    CONSOLE
  }

  private static final Set<String> OPEN_PATHS =
      Set.of(
          "/",
          "/websockify",
          "/host/health",
          "/host/health/live",
          "/host/health/ready",
          "/host/system/health",
          "/host/action/health",
          "/host/actions/health",
          "/host/navigation/health");

  private final boolean openStreams;

  Access(boolean openStreams) {
    this.openStreams = openStreams;
  }

  Rule rule(String rawPath) {
    if (ambiguous(rawPath)) {
      return Rule.AMBIGUOUS;
    }
    if (OPEN_PATHS.contains(rawPath) || rawPath.startsWith("/host/vnc/")) {
      return Rule.OPEN;
    }
    if (rawPath.startsWith("/host/stream/") && openStreams) {
      return Rule.OPEN;
    }
    if (rawPath.startsWith("/host/")) {
      return Rule.KEY;
    }
    return rawPath.equals("/system/console") || rawPath.startsWith("/system/console/")
        ? Rule.CONSOLE
        : Rule.CLOSED;
  }

  private static boolean ambiguous(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return !path.startsWith("/")
        || path.contains("//")
        || path.contains("\\")
        || path.contains(";")
        || lower.contains("%2e")
        || lower.contains("%2f")
        || lower.contains("%5c")
        || lower.contains("%00")
        || dotSegment(path);
  }

  private static boolean dotSegment(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }
}
