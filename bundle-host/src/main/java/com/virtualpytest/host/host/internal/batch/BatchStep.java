package com.virtualpytest.host.host.internal.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One action of a batch, as clients send it.
 *
 * @param command its name; a step without one is left out
 * @param actionType {@code remote}, {@code power}, …; null when the host is to find out
 * @param params its parameters; a value of the form {@code {"default":…,"type":…}} stands for its
 *     default
 * @param iterator how often, 1 to 100
 * @param continueOnFail whether the batch goes on when it fails
 * @param requiresInput whether it makes no sense without {@code inputValue}
 * @param inputValue what a person typed
 */
public record BatchStep(
    String command,
    String actionType,
    Map<String, Object> params,
    Object iterator,
    Boolean continueOnFail,
    @JsonProperty("requiresInput") Boolean requiresInput,
    @JsonProperty("inputValue") Object inputValue) {

  private static final int MAX_ITERATIONS = 100;
  private static final int MAX_WAIT_MILLIS = 600_000;
  private static final String WAIT = "wait_time";

  /** False when there is nothing to do. */
  boolean valid() {
    boolean named = command != null && !command.isBlank();
    boolean lacksInput =
        Boolean.TRUE.equals(requiresInput)
            && (inputValue == null || inputValue.toString().isBlank());
    return named && !lacksInput;
  }

  boolean goesOn() {
    return Boolean.TRUE.equals(continueOnFail);
  }

  /** How often it is done; what is no number counts as once. */
  int iterations() {
    return whole(iterator, 1, 1, MAX_ITERATIONS);
  }

  /** How long to wait after each time, in ms. */
  int waitMillis() {
    return whole(resolved().get(WAIT), 0, 0, MAX_WAIT_MILLIS);
  }

  /** What the controller gets: the batch itself waits, so that nobody waits twice. */
  Map<String, Object> commandParams() {
    Map<String, Object> rest = resolved();
    rest.remove(WAIT);
    return rest;
  }

  private Map<String, Object> resolved() {
    Map<String, Object> plain = new LinkedHashMap<>();
    if (params != null) {
      params.forEach((name, value) -> plain.put(name, plain(value)));
    }
    return plain;
  }

  private static Object plain(Object value) {
    return value instanceof Map<?, ?> form
            && form.containsKey("default")
            && form.containsKey("type")
        ? form.get("default")
        : value;
  }

  private static int whole(Object value, int fallback, int min, int max) {
    if (value == null) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(value.toString().strip());
      return (int) Math.max(min, Math.min(max, number));
    } catch (NumberFormatException e) {
      return fallback;
    }
  }
}
