package com.virtualpytest.host.host.internal.deploy;

import java.time.Instant;
import java.util.Objects;

/**
 * One attempt to install, replace or remove a bundle, as operators look it up later.
 *
 * @param name symbolic name
 * @param at when it began
 * @param from version and content of the generation that served; null when none did
 * @param to version and content that was to serve; null when the bundle was taken out
 * @param by what wanted it: {@code file}, or what called {@link BundleControl}
 * @param result {@code installed}, {@code updated}, {@code downgraded}, {@code removed} or {@link
 *     #KEPT_OLD}
 * @param ms how long it took until the switch, or until it was given up
 * @param parked how many requests waited because their device changed hands
 * @param parkedMs the longest time for which a device took no requests
 * @param detail why it was not done, or what is to be known about it; null when nothing
 */
public record SwapRecord(
    String name,
    Instant at,
    String from,
    String to,
    String by,
    String result,
    long ms,
    int parked,
    long parkedMs,
    String detail) {

  /** A {@code result}: the old generation serves on, or none does. */
  public static final String KEPT_OLD = "kept";

  public SwapRecord {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(result, "result");
  }

  /** One line for the log. */
  String line() {
    StringBuilder line = new StringBuilder("bundle ").append(name).append(' ').append(result);
    if (from != null) {
      line.append(", from ").append(from);
    }
    if (to != null) {
      line.append(", to ").append(to);
    }
    line.append(", by ").append(by).append(", ").append(ms).append(" ms");
    if (parked > 0 || parkedMs > 0) {
      line.append(", ").append(parked).append(" requests parked for up to ").append(parkedMs);
      line.append(" ms");
    }
    return detail == null ? line.toString() : line.append(": ").append(detail).toString();
  }
}
