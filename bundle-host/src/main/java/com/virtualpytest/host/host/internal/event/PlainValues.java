package com.virtualpytest.host.host.internal.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a copy of one property of an event, of types of the JDK alone and of bounded size: events
 * are kept for a while, and an object of a bundle would keep the whole bundle in memory after it
 * has gone.
 */
final class PlainValues {
  private static final int LONGEST_TEXT = 1_000;
  private static final int DEEPEST = 4;

  /** Values and hundreds of characters. */
  private int left = 200;

  /** A copy; null for what JSON cannot hold, and for what is too much. */
  Object copy(Object value) {
    return copy(value, 0);
  }

  private Object copy(Object value, int depth) {
    if (left-- <= 0) {
      return null;
    }
    if (value instanceof String text) {
      left -= Math.min(text.length(), LONGEST_TEXT) / 100;
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

  private Map<String, Object> copy(Map<?, ?> map, int depth) {
    Map<String, Object> copies = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (left <= 0) {
        break;
      }
      if (copy(entry.getKey(), DEEPEST) instanceof String key) {
        copies.put(key, copy(entry.getValue(), depth + 1));
      }
    }
    return copies;
  }

  private List<Object> copy(Iterable<?> list, int depth) {
    List<Object> copies = new ArrayList<>();
    for (Object element : list) {
      if (left <= 0) {
        break;
      }
      copies.add(copy(element, depth + 1));
    }
    return copies;
  }
}
