package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;

/**
 * The device that a route of this bundle is about.
 *
 * @param serial what the adb server calls it
 * @param deviceId its id; null when this host is not configured to use it
 * @param client speaks with the server
 */
record Target(String serial, String deviceId, AdbClient client) {

  /**
   * Finds it.
   *
   * @param name the id of a device, or what the adb server calls it
   * @throws ApiException {@code NOT_FOUND}: it can be neither
   */
  static Target of(String name, OpenDevices open, AdbServer server) {
    String serial = open.byId(name).map(DeviceLink::serial).orElse(name);
    String unknownId = "host|device([1-9]|1[0-2])";
    if (!AdbSettings.isSerial(serial) || serial.matches(unknownId)) {
      throw new ApiException(
          ErrorCode.NOT_FOUND, "No such Android device", "GET /host/adb/devices lists them", null);
    }
    try {
      return new Target(serial, open.idOf(serial).orElse(null), server.address().client());
    } catch (SettingException e) {
      throw new ApiException(ErrorCode.UNAVAILABLE, e.getMessage());
    }
  }

  /** Something to do with the device. */
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Does it.
   *
   * @throws ApiException what was wrong with the device
   * @throws IOException the caller's own connection failed
   */
  <T> T run(Work<T> work) throws IOException, InterruptedException {
    try {
      return work.run();
    } catch (AdbException e) {
      throw Failures.of(e, serial, deviceId, false);
    }
  }
}
