package com.virtualpytest.host.camera.internal.capture;

import java.util.Locale;
import java.util.Optional;

/** The qualities of the stream. Bit rates are in kbit/s: of cameras, and of displays. */
public enum Quality {
  LOW("320:180"),
  SD("640:360"),
  HD("1280:720");

  private final String size;

  /** What an encoder may use: on average, at most, and over how much that is judged. */
  record Rates(int average, int most, int buffer) {}

  Quality(String size) {
    this.size = size;
  }

  String size() {
    return size;
  }

  Rates rates(boolean ofDisplay) {
    return switch (this) {
      case LOW -> ofDisplay ? new Rates(120, 150, 300) : new Rates(150, 200, 400);
      case SD -> new Rates(350, 400, 800);
      case HD -> ofDisplay ? new Rates(1000, 1200, 2400) : new Rates(1500, 1800, 3600);
    };
  }

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The quality of that name. */
  public static Optional<Quality> of(String name) {
    for (Quality quality : values()) {
      if (quality.wireName().equals(name)) {
        return Optional.of(quality);
      }
    }
    return Optional.empty();
  }
}
