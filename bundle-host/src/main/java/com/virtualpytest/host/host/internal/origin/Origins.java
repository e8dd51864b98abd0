package com.virtualpytest.host.host.internal.origin;

import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which web pages may talk to this host from a browser. */
public final class Origins {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<Origin> allowed;

  /** Own origin is {@code HOST_URL}; {@code ALLOWED_ORIGINS} adds others. */
  public Origins(HostSettings settings) {
    this.allowed =
        Stream.concat(
                Stream.of(settings.hostUrl()),
                Arrays.stream(settings.get("ALLOWED_ORIGINS", "").split(",")))
            .map(Origin::parse)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** True for the host's own pages, pages from this machine, and those that settings allow. */
  public boolean allows(String url) {
    return Origin.parse(url)
        .map(origin -> allowed.contains(origin) || LOOPBACK.contains(origin.host()))
        .orElse(false);
  }
}
