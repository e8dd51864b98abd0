package com.virtualpytest.host.api.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One command for one controller. {@code toString} shows the name only: parameters can be typed
 * passwords.
 *
 * @param name the command's name on the wire, {@code power_on}
 * @param params its parameters as JSON gave them: text, numbers, booleans, lists, maps, null
 * @param deadline when the result is no longer wanted; the lane interrupts the command then
 */
public record Command(String name, Map<String, Object> params, Instant deadline) {

  public Command {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(deadline, "deadline");
    // JSON allows null values, which Map.copyOf does not
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }

  /** The time that is left at {@code now}; zero when the deadline has passed. */
  public Duration remaining(Instant now) {
    Duration left = Duration.between(now, deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * A text that must be there. Numbers and booleans are taken as they are written.
   *
   * @throws ParameterException when it is missing, empty, or a list or object
   */
  public String text(String key) throws ParameterException {
    String value = text(key, null);
    if (value == null || value.isEmpty()) {
      throw new ParameterException(key, "is missing");
    }
    return value;
  }

  /**
   * A text, or {@code fallback} when it is missing.
   *
   * @throws ParameterException when it is a list or object
   */
  public String text(String key, String fallback) throws ParameterException {
    Object value = params.get(key);
    if (value == null) {
      return fallback;
    }
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new ParameterException(key, "must be a text");
  }

  /**
   * A whole number that must be there; a text that holds one is accepted.
   *
   * @throws ParameterException when it is missing or no whole number from {@code min} to {@code
   *     max}
   */
  public int integer(String key, int min, int max) throws ParameterException {
    if (params.get(key) == null) {
      throw new ParameterException(key, "is missing");
    }
    return integer(key, 0, min, max);
  }

  /**
   * A whole number, or {@code fallback} when it is missing.
   *
   * @throws ParameterException when it is no whole number from {@code min} to {@code max}
   */
  public int integer(String key, int fallback, int min, int max) throws ParameterException {
    Object value = params.get(key);
    if (value == null) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(value.toString().strip());
      if (number == Math.rint(number) && number >= min && number <= max) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message below, which says what is allowed
    }
    throw new ParameterException(key, "must be a whole number from " + min + " to " + max);
  }

  /**
   * A span of time in seconds, fractions allowed, or {@code fallback} when it is missing.
   *
   * @throws ParameterException when it is no number from 0 to {@code max}
   */
  public Duration seconds(String key, Duration fallback, Duration max) throws ParameterException {
    Object value = params.get(key);
    if (value == null) {
      return fallback;
    }
    try {
      double seconds = Double.parseDouble(value.toString().strip());
      if (seconds >= 0 && seconds <= max.toSeconds()) {
        return Duration.ofMillis(Math.round(seconds * 1000));
      }
    } catch (NumberFormatException e) {
      // falls through to the one message below, which says what is allowed
    }
    throw new ParameterException(key, "must be seconds from 0 to " + max.toSeconds());
  }

  @Override
  public String toString() {
    return "Command[" + name + "]";
  }
}
