package com.virtualpytest.host.host.internal.console;

import com.virtualpytest.host.host.internal.origin.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the console's own pages from those of others. Browsers send the console's password along
 * with whatever any page asks for, so a request that changes something must come from the console.
 *
 * <p>On a host that is bound to loopback the name in {@code Host} must be one of this host's: a
 * foreign name that was made to point here (DNS rebinding) is refused.
 */
final class OriginRules {

  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Set<Origin> own;
  private final Set<String> names;
  private final boolean loopback;

  /**
   * @param own addresses under which this host is known, besides the one that a request names
   * @param hostName the name of this host
   * @param loopback whether this host is bound to loopback
   */
  OriginRules(List<String> own, String hostName, boolean loopback) {
    this.own =
        own.stream().map(Origin::parse).flatMap(Optional::stream).collect(Collectors.toSet());
    this.names = new HashSet<>(Set.of("localhost", hostName.toLowerCase(Locale.ROOT)));
    this.own.forEach(origin -> names.add(origin.host()));
    this.loopback = loopback;
  }

  /** Whether the request was meant for this host. */
  boolean meantForThisHost(HttpServletRequest request) {
    if (!loopback) {
      return true;
    }
    return Origin.parse("http://" + request.getHeader("Host"))
        .map(host -> names.contains(host.host()) || Addresses.loopback(host.host()))
        .orElse(false);
  }

  /** Whether the request may do what it asks for, seen from the page that it came from. */
  boolean permits(HttpServletRequest request) {
    if (!SAFE.contains(request.getMethod())) {
      return !foreign(request);
    }
    // The configuration page takes its changes by GET too, when they carry this parameter. A page
    // that hides where it comes from must not get through with that: the console's own pages tell.
    return request.getParameter("post") == null || (tells(request) && !foreign(request));
  }

  private boolean foreign(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin != null) {
      return !isOwn(origin, request);
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return true;
    }
    String referer = request.getHeader("Referer");
    return referer != null && !isOwn(referer, request);
  }

  private static boolean tells(HttpServletRequest request) {
    return Stream.of("Origin", "Sec-Fetch-Site", "Referer")
        .anyMatch(header -> request.getHeader(header) != null);
  }

  private boolean isOwn(String url, HttpServletRequest request) {
    return Origin.parse(url)
        .map(origin -> own.contains(origin) || origin.equals(named(request, origin.scheme())))
        .orElse(false);
  }

  /** The address that the request names; the scheme is unknown behind a proxy that does TLS. */
  private static Origin named(HttpServletRequest request, String scheme) {
    return Origin.parse(scheme + "://" + request.getHeader("Host")).orElse(null);
  }
}
