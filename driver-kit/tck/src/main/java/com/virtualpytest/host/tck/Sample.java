package com.virtualpytest.host.tck;

import java.util.Map;
import java.util.Objects;

/**
 * A command for the tests to send.
 *
 * @param name the command's name on the wire
 * @param params its parameters
 */
public record Sample(String name, Map<String, Object> params) {
  public Sample {
    Objects.requireNonNull(name, "name");
    params = Map.copyOf(params);
  }

  /** A command without parameters. */
  public static Sample of(String name) {
    return new Sample(name, Map.of());
  }
}
