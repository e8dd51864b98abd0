package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbClient;
import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import com.virtualpytest.host.adb.internal.client.Deadline;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The device that a route of this bundle is about.
 *
 * @param serial what the adb server calls it
 * @param deviceId its id; null when this host is not configured to use it
 * @param client speaks with the server
 * @param link what looks after it, where this host is configured to use it
 * @param calls those that are under way
 */
record Target(
    String serial, String deviceId, AdbClient client, Optional<DeviceLink> link, Calls calls) {
  private static final Duration SERVER = Duration.ofSeconds(1);

  /**
   * Finds it.
   *
   * @param name the id of a device, or what the adb server calls it
   * @throws ApiException {@code NOT_FOUND}: it can be neither
   */
  static Target of(String name, OpenDevices open, AdbServer server) {
    Optional<DeviceLink> link = open.byId(name).or(() -> open.bySerial(name));
    String serial = link.map(DeviceLink::serial).orElse(name);
    if (!AdbSettings.isSerial(serial) || serial.matches("host|device([1-9]|1[0-2])")) {
      throw new ApiException(
          ErrorCode.NOT_FOUND, "No such Android device", "GET /host/adb/devices lists them", null);
    }
    try {
      String id = link.map(DeviceLink::deviceId).orElse(null);
      return new Target(serial, id, server.address().client(), link, open.calls());
    } catch (SettingException e) {
      throw new ApiException(ErrorCode.UNAVAILABLE, e.getMessage());
    }
  }

  /** Something to do with the device. */
  interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Does it, unless too much is being done with the device already.
   *
   * @throws ApiException {@code LANE_FULL}, or what was wrong with the device
   * @throws IOException the caller's own connection failed
   */
  <T> T call(Work<T> work) throws IOException, InterruptedException {
    calls.begin(serial, deviceId);
    try {
      return run(work);
    } finally {
      calls.end(serial);
    }
  }

  /**
   * Does it, for those that see to it themselves that it is not too much.
   *
   * @throws ApiException what was wrong with the device
   * @throws IOException the caller's own connection failed
   */
  <T> T run(Work<T> work) throws IOException, InterruptedException {
    long losses = link.map(DeviceLink::losses).orElse(0L);
    try {
      return work.run();
    } catch (AdbException e) {
      throw link.isPresent()
          ? link.get().failure(e, losses)
          : Failures.of(e, serial, null, unclear(e) && !serverAnswers());
    }
  }

  /** Whether it may have been the adb server. */
  private static boolean unclear(AdbException e) {
    return e.kind() == Kind.DEADLINE || e.kind() == Kind.CONNECTION_LOST;
  }

  private boolean serverAnswers() throws InterruptedException {
    try {
      return client.version(Deadline.in(SERVER)) > 0;
    } catch (AdbException e) {
      return false;
    }
  }
}
