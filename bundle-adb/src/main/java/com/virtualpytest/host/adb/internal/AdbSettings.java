package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a device is reached.
 *
 * @param serial what the adb server calls it
 * @param network whether it is reached over the network, so that the server has to be told to
 *     connect
 */
record AdbSettings(String serial, boolean network) {
  static final String[] NAMES = {"IP", "PORT", "ADB_SERIAL"};

  private static final int DEFAULT_PORT = 5555;
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*");
  private static final Pattern SERIAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]+\\]):[0-9]{1,5}");

  /**
   * Reads and checks them. A serial number wins over an address.
   *
   * @throws SettingException naming the variable and what is allowed
   */
  static AdbSettings from(DeviceDefinition device) throws SettingException {
    Optional<String> serial = device.get("ADB_SERIAL").map(String::strip);
    if (serial.isPresent()) {
      if (!isSerial(serial.get())) {
        throw new SettingException(
            device.variable("ADB_SERIAL"), "must be a serial number as \"adb devices\" lists it");
      }
      return new AdbSettings(serial.get(), false);
    }
    String host = device.require("IP").strip();
    int port = device.integer("PORT", DEFAULT_PORT, 1, 65_535);
    if (HOST.matcher(host).matches()) {
      return new AdbSettings(host + ":" + port, true);
    }
    if (IPV6.matcher(host).matches()) {
      return new AdbSettings("[" + host + "]:" + port, true);
    }
    throw new SettingException(
        device.variable("IP"), "must be an IP address or a host's name, without a port");
  }

  /** Whether the adb server can call a device like that. */
  static boolean isSerial(String text) {
    return SERIAL.matcher(text).matches() || ADDRESS.matcher(text).matches();
  }
}
