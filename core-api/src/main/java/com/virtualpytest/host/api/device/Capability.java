package com.virtualpytest.host.api.device;

import java.util.Locale;
import java.util.Optional;

/** What one can do with a device. A device has a capability when a driver opened it for that. */
public enum Capability {
  /** Keys, taps, text, applications: Android phones and TVs, infrared. */
  REMOTE,
  /** Pictures and sound: stills, streams, recordings. */
  AV,
  /** Mains power on and off. */
  POWER,
  /** A serial console. */
  SERIAL,
  /** Shell and desktop automation on the host's own display. */
  DESKTOP,
  /** Checks that answer pass or fail. */
  VERIFICATION;

  /** The name on the wire, in settings and in logs: {@code remote}, {@code av}, … */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The capability of that wire name, or empty when there is none. */
  public static Optional<Capability> fromWireName(String name) {
    for (Capability capability : values()) {
      if (capability.wireName().equals(name)) {
        return Optional.of(capability);
      }
    }
    return Optional.empty();
  }
}
