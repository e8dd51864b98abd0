package com.virtualpytest.host.display.internal.automation;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A command's parameters as JSON gave them.
 *
 * @param values text, numbers, booleans, lists, maps, null
 */
record Parameters(Map<String, Object> values) {

  /** A text; null when it is missing or no text, number or boolean. */
  String text(String key) {
    Object value = values.get(key);
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? value.toString()
        : null;
  }

  double number(String key, double fallback) {
    String text = text(key);
    if (text == null) {
      return fallback;
    }
    try {
      double number = Double.parseDouble(text.strip());
      return Double.isFinite(number) ? number : fallback;
    } catch (NumberFormatException e) {
      return fallback;
    }
  }

  /** A coordinate; fractions are dropped. Empty when it is missing or no number. */
  OptionalInt coordinate(String key) {
    double number = number(key, Double.NaN);
    return Double.isNaN(number) || Math.abs(number) > 100_000
        ? OptionalInt.empty()
        : OptionalInt.of((int) number);
  }

  /** A list of texts; null when it is missing or something else. */
  List<String> texts(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : null;
  }

  /** Four whole numbers: left, top, width, height. Null when it is missing or something else. */
  int[] region(String key) {
    List<String> parts = texts(key);
    if (parts == null || parts.size() != 4) {
      return null;
    }
    int[] region = new int[4];
    for (int i = 0; i < 4; i++) {
      OptionalInt part = new Parameters(Map.of("n", parts.get(i))).coordinate("n");
      if (part.isEmpty()) {
        return null;
      }
      region[i] = part.getAsInt();
    }
    return region;
  }
}
