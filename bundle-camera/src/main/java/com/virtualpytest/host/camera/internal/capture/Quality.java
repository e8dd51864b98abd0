package com.virtualpytest.host.camera.internal.capture;

import java.util.Locale;
import java.util.Optional;

/** The qualities of the stream. Bit rates are in kbit/s: of cameras, and of displays. */
public enum Quality {
  LOW("320:180", new Rates(150, 200, 400), new Rates(120, 150, 300)),
  SD("640:360", new Rates(350, 400, 800), new Rates(350, 400, 800)),
  HD("1280:720", new Rates(1500, 1800, 3600), new Rates(1000, 1200, 2400));

  private final String size;
  private final Rates camera;
  private final Rates display;

  /** What an encoder may use: on average, at most, and over how much that is judged. */
  record Rates(int average, int most, int buffer) {}

  Quality(String size, Rates camera, Rates display) {
    this.size = size;
    this.camera = camera;
    this.display = display;
  }

  String size() {
    return size;
  }

  Rates rates(boolean ofDisplay) {
    return ofDisplay ? display : camera;
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
