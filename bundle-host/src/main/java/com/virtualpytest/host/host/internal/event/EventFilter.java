package com.virtualpytest.host.host.internal.event;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client wants to see.
 *
 * @param types first parts of types, or whole ones; empty for all
 * @param devices ids; empty for all, and for what is about no device
 */
record EventFilter(Set<String> types, Set<String> devices) {

  /** From parameters, each of which can hold several values with commas. */
  static EventFilter of(List<String> types, List<String> devices) {
    return new EventFilter(values(types), values(devices));
  }

  boolean wants(HostEvent event) {
    return (types.isEmpty() || types.contains(event.type()) || types.contains(event.category()))
        && (devices.isEmpty() || devices.contains(event.deviceId()));
  }

  private static Set<String> values(List<String> parameters) {
    return parameters.stream()
        .flatMap(parameter -> Arrays.stream(parameter.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }
}
