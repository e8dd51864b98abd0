package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.tapo.internal.protocol.Account;
import com.virtualpytest.host.tapo.internal.protocol.PlugAddress;
import java.util.List;

/**
 * The settings of one plug.
 *
 * @param address where it is
 * @param account whose it is
 */
record TapoSettings(PlugAddress address, Account account) {
  static final String NAME = "POWER_NAME";
  static final String IP = "POWER_IP";
  static final String EMAIL = "POWER_EMAIL";
  static final String PASSWORD = "POWER_PWD";

  private static final String ALLOW_PUBLIC = "TAPO_ALLOW_PUBLIC";
  private static final String SUBNETS = "TAPO_DISCOVERY_SUBNETS";

  /**
   * Reads and checks them.
   *
   * @param host gives the account of plugs that have none of their own
   * @throws SettingException naming the variable and what is allowed
   */
  static TapoSettings from(DeviceDefinition device, Settings host) throws SettingException {
    PlugAddress address =
        Networks.plug(device.variable(IP), device.require(IP), host.flag(ALLOW_PUBLIC, false));
    return new TapoSettings(
        address,
        new Account(
            own(device, EMAIL, host, "TAPO_USERNAME").strip(),
            own(device, PASSWORD, host, "TAPO_PASSWORD")));
  }

  /** Where to look for plugs, besides this machine and those that are configured. */
  static List<PlugAddress> subnets(Settings host) throws SettingException {
    return Networks.plugs(SUBNETS, host.get(SUBNETS, ""), host.flag(ALLOW_PUBLIC, false));
  }

  private static String own(DeviceDefinition device, String setting, Settings host, String shared)
      throws SettingException {
    String value = device.get(setting).or(() -> host.get(shared)).orElse(null);
    if (value == null) {
      throw new SettingException(device.variable(setting), "is not set, and neither is " + shared);
    }
    return value;
  }
}
