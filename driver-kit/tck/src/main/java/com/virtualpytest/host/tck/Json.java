package com.virtualpytest.host.tck;

import java.util.List;
import java.util.Map;

/** What JSON can hold. */
final class Json {
  private Json() {}

  /** Where a value is none that JSON can hold; null when all is well. */
  static String notJson(String path, Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(
              entry ->
                  entry.getKey() instanceof String
                      ? notJson(path + "." + entry.getKey(), entry.getValue())
                      : path + " with a key that is no text")
          .filter(wrong -> wrong != null)
          .findFirst()
          .orElse(null);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> notJson(path + "[]", element))
          .filter(wrong -> wrong != null)
          .findFirst()
          .orElse(null);
    }
    return path + " of type " + value.getClass().getName();
  }
}
