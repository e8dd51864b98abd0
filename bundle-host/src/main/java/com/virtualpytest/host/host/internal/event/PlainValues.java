package com.virtualpytest.host.host.internal.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of what publishers give, of types of the JDK alone and of bounded size: events are kept
 * for a while, and an object of a bundle would keep the whole bundle in memory after it has gone.
 */
final class PlainValues {
  private static final int LONGEST_TEXT = 2_000;
  private static final int MOST_ELEMENTS = 100;
  private static final int DEEPEST = 4;

  private PlainValues() {}

  /** A copy; null for what JSON cannot hold. */
  static Object copy(Object value) {
    return copy(value, 0);
  }

  private static Object copy(Object value, int depth) {
    if (value instanceof String text) {
      return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
    if (value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || value instanceof Double) {
      return value;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof Map<?, ?> map && depth < DEEPEST) {
      return copy(map, depth);
    }
    if (value instanceof Iterable<?> list && depth < DEEPEST) {
      return copy(list, depth);
    }
    return null;
  }

  private static Map<String, Object> copy(Map<?, ?> map, int depth) {
    Map<String, Object> copies = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (copies.size() == MOST_ELEMENTS) {
        break;
      }
      if (entry.getKey() instanceof String key) {
        copies.put(key, copy(entry.getValue(), depth + 1));
      }
    }
    return copies;
  }

  private static List<Object> copy(Iterable<?> list, int depth) {
    List<Object> copies = new ArrayList<>();
    for (Object element : list) {
      if (copies.size() == MOST_ELEMENTS) {
        break;
      }
      copies.add(copy(element, depth + 1));
    }
    return copies;
  }
}
