package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.HashMap;
import java.util.Map;

/**
 * The calls to devices that do not wait in a lane. Each holds a thread of the HTTP server until the
 * device answers, so there are only so many: devices that do not answer must not take them all.
 * Safe for all threads.
 */
final class Calls {
  static final int PER_DEVICE = 6;

  /** Less than half of the HTTP server's threads. */
  static final int TOTAL = 24;

  // guarded by this
  private final Map<String, Integer> running = new HashMap<>();
  private int total;

  /**
   * Begins one; {@link #end} must follow.
   *
   * @param serial the device
   * @param deviceId its id; null when it has none
   * @throws ApiException {@code LANE_FULL}: too many are under way
   */
  synchronized void begin(String serial, String deviceId) {
    int calls = running.getOrDefault(serial, 0);
    if (calls >= PER_DEVICE) {
      throw full(PER_DEVICE + " calls to this device are under way already", deviceId);
    }
    if (total >= TOTAL) {
      throw full(TOTAL + " calls to devices are under way already", deviceId);
    }
    running.put(serial, calls + 1);
    total++;
  }

  /** One has ended. */
  synchronized void end(String serial) {
    total--;
    running.computeIfPresent(serial, (name, calls) -> calls == 1 ? null : calls - 1);
  }

  private static ApiException full(String text, String deviceId) {
    return new ApiException(ErrorCode.LANE_FULL, text, "Try again later", deviceId);
  }
}
