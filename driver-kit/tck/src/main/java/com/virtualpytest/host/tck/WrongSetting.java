package com.virtualpytest.host.tck;

import java.util.Objects;

/**
 * One mistake of a user: a setting of a device that otherwise works.
 *
 * @param setting without the device's prefix: {@code POWER_IP}
 * @param value what is wrong; null when the mistake is that it is not set
 */
public record WrongSetting(String setting, String value) {
  public WrongSetting {
    Objects.requireNonNull(setting, "setting");
  }

  /** It is not set. */
  public static WrongSetting missing(String setting) {
    return new WrongSetting(setting, null);
  }
}
