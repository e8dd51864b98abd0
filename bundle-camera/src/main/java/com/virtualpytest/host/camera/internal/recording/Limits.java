package com.virtualpytest.host.camera.internal.recording;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import java.time.Duration;

/**
 * What is kept of the recordings of all sources together.
 *
 * @param bytes how large they may be
 * @param age how old they may become
 */
public record Limits(long bytes, Duration age) {
  private static final int GIGABYTES = 20;
  private static final int DAYS = 30;
  private static final int MOST = 9999;

  /**
   * Reads and checks them.
   *
   * @throws SettingException naming the variable and what is allowed
   */
  public static Limits from(Settings host) throws SettingException {
    long gigabytes = host.integer("RECORDINGS_MAX_GB", GIGABYTES, 1, MOST);
    return new Limits(
        gigabytes << 30, Duration.ofDays(host.integer("RECORDINGS_MAX_DAYS", DAYS, 1, MOST)));
  }
}
