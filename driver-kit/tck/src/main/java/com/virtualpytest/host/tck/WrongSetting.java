package com.virtualpytest.host.tck;

import java.util.Objects;

/**
 * One mistake of a user, where everything else is right.
 *
 * @param setting of the device, without its prefix: {@code POWER_IP}; or of the whole host
 * @param value what is wrong; null when the mistake is that it is not set
 * @param hostWide whether it is a setting of the whole host
 */
public record WrongSetting(String setting, String value, boolean hostWide) {
  public WrongSetting {
    Objects.requireNonNull(setting, "setting");
  }

  /** A setting of the device. */
  public WrongSetting(String setting, String value) {
    this(setting, value, false);
  }

  /** A setting of the device that is not set. */
  public static WrongSetting missing(String setting) {
    return new WrongSetting(setting, null, false);
  }

  /** A setting of the whole host. */
  public static WrongSetting ofHost(String variable, String value) {
    return new WrongSetting(variable, value, true);
  }
}
