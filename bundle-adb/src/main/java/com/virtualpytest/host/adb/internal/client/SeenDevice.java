package com.virtualpytest.host.adb.internal.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A device as the adb server lists it.
 *
 * @param serial how it is called: an address, or the serial number of a device at USB
 * @param state {@code device}, {@code offline}, {@code unauthorized}, {@code no permissions}, …
 * @param product the product's name; null when the server does not know it
 * @param model the model's name; null when the server does not know it
 * @param transportId the number of this connection; null when the server does not tell
 */
public record SeenDevice(
    String serial, String state, String product, String model, String transportId) {

  /** The one state of two words; what follows it is a text for people. */
  private static final String NO_PERMISSIONS = " no permissions";

  /** Reads the lines of {@code host:devices-l}. */
  static List<SeenDevice> parse(String lines) {
    List<SeenDevice> devices = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      String[] parts = line.strip().split("\\s+");
      if (parts.length < 2) {
        continue;
      }
      Map<String, String> facts = new HashMap<>();
      for (int i = 2; i < parts.length; i++) {
        int colon = parts[i].indexOf(':');
        if (colon > 0) {
          facts.put(parts[i].substring(0, colon), parts[i].substring(colon + 1));
        }
      }
      devices.add(
          new SeenDevice(
              parts[0],
              line.contains(NO_PERMISSIONS) ? NO_PERMISSIONS.strip() : parts[1],
              facts.get("product"),
              facts.get("model"),
              facts.get("transport_id")));
    }
    return devices;
  }
}
