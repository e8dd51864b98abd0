package com.virtualpytest.host.store.internal.database;

import java.util.Locale;

/** A column that the host writes, and that clients may ask for. */
public record Column(String name, Type type) {

  /** What a column holds. */
  public enum Type {
    TEXT,
    NUMBER,
    TIME,
    JSON,
    UUID
  }

  /** Reads {@code name:type}; a name alone is a text. */
  static Column of(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Column(text, Type.TEXT)
        : new Column(
            text.substring(0, colon),
            Type.valueOf(text.substring(colon + 1).toUpperCase(Locale.ROOT)));
  }
}
