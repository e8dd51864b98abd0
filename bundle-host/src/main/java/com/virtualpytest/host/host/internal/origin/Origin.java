package com.virtualpytest.host.host.internal.origin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page came from: what browsers compare.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case, IPv6 in brackets
 * @param port the port, also when it is the scheme's own
 */
public record Origin(String scheme, String host, int port) {

  private static final Pattern URL =
      Pattern.compile(
          "(https?)://(\\[[0-9a-f:.]+\\]|[a-z0-9._-]+?)\\.?(?::(\\d{1,5}))?(?:[/?#].*)?",
          Pattern.CASE_INSENSITIVE);

  /** Reads an origin, or that of an address; empty for all else, {@code null} among it. */
  public static Optional<Origin> parse(String url) {
    if (url == null) {
      return Optional.empty();
    }
    Matcher parts = URL.matcher(url.strip());
    if (!parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    int own = scheme.equals("https") ? 443 : 80;
    int port = parts.group(3) == null ? own : Integer.parseInt(parts.group(3));
    return Optional.of(new Origin(scheme, parts.group(2).toLowerCase(Locale.ROOT), port));
  }
}
