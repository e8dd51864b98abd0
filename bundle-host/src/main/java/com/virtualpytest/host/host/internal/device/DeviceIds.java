package com.virtualpytest.host.host.internal.device;

import com.virtualpytest.host.api.device.DeviceDefinition;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Which ids devices can have, and their order. */
final class DeviceIds {

  private static final Pattern DEVICE = Pattern.compile("device([1-9]|1[0-2])");

  /** {@code host}, then {@code device1} to {@code device12}. */
  static final Comparator<DeviceDefinition> ORDER =
      Comparator.comparingInt(device -> position(device.id()));

  private DeviceIds() {}

  static boolean isDevice(String id) {
    return DEVICE.matcher(id).matches();
  }

  private static int position(String id) {
    return isDevice(id) ? Integer.parseInt(id.substring("device".length())) : 0;
  }
}
