package com.virtualpytest.host.host.internal.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

  private static final String BUNDLES = "/host/bundles";

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

  /**
   * Whether a request changes the host's bundles, which the key is not enough for. Judged on the
   * decoded path: what a router could take for that path is one.
   */
  static boolean changesBundles(String method, String rawPath) {
    if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
      return false;
    }
    String path = decoded(rawPath);
    return path.equals(BUNDLES) || path.startsWith(BUNDLES + "/");
  }

  private static String decoded(String rawPath) {
    try {
      return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return rawPath; // no router can decode it either
    }
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
