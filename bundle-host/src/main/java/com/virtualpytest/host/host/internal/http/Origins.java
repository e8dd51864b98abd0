package com.virtualpytest.host.host.internal.http;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which web pages may talk to this host from a browser. */
public final class Origins {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> allowed;

  /** Own origin is {@code HOST_URL}; {@code ALLOWED_ORIGINS} adds others. */
  public Origins(HostSettings settings) {
    this.allowed =
        Stream.concat(
                Stream.of(settings.hostUrl()),
                Arrays.stream(settings.get("ALLOWED_ORIGINS", "").split(",")))
            .map(Origins::origin)
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** True for the host's own pages, pages from this machine, and those that settings allow. */
  public boolean allows(String origin) {
    if (origin == null) {
      return false;
    }
    String normal = origin(origin);
    return allowed.contains(normal) || loopback(normal);
  }

  private static boolean loopback(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && LOOPBACK.contains(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Scheme, host and port of a URL, as browsers send them. */
  private static String origin(String url) {
    try {
      URI uri = URI.create(url.strip().toLowerCase(Locale.ROOT));
      if (uri.getScheme() == null || uri.getHost() == null) {
        return "";
      }
      boolean usual =
          uri.getPort() == -1
              || (uri.getPort() == 80 && uri.getScheme().equals("http"))
              || (uri.getPort() == 443 && uri.getScheme().equals("https"));
      return uri.getScheme() + "://" + uri.getHost() + (usual ? "" : ":" + uri.getPort());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
