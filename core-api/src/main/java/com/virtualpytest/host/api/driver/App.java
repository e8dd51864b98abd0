package com.virtualpytest.host.api.driver;

import java.util.Objects;

/**
 * A program on a device.
 *
 * @param packageName the name by which it is launched
 * @param label what people call it; its package name where the device does not tell
 */
public record App(String packageName, String label) {
  public App {
    Objects.requireNonNull(packageName, "packageName");
    Objects.requireNonNull(label, "label");
  }
}
