package com.virtualpytest.host.store.internal.database;

import java.util.Locale;

/**
 * A column that the host writes, and that clients may ask for.
 *
 * @param fallback what is written when nothing is known; null for null
 */
public record Column(String name, Type type, String fallback) {

  /** What a column holds. */
  public enum Type {
    TEXT,
    NUMBER,
    TIME,
    JSON,
    UUID
  }

  /** Reads {@code name:type=fallback}; a name alone is a text. */
  static Column of(String text) {
    int equals = text.indexOf('=');
    String fallback = equals < 0 ? null : text.substring(equals + 1);
    String rest = equals < 0 ? text : text.substring(0, equals);
    int colon = rest.indexOf(':');
    return colon < 0
        ? new Column(rest, Type.TEXT, fallback)
        : new Column(
            rest.substring(0, colon),
            Type.valueOf(rest.substring(colon + 1).toUpperCase(Locale.ROOT)),
            fallback);
  }
}
