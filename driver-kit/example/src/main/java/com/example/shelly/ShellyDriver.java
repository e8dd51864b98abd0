package com.example.shelly;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import org.osgi.service.component.annotations.Component;

/** Opens Shelly relays: devices whose {@code POWER_NAME} contains {@code shelly}. */
@Component
public final class ShellyDriver implements Driver {

  @Override
  public DriverInfo info() {
    return DriverInfo.of("shelly", Capability.POWER)
        .asShareable()
        .withSettings("POWER_NAME", "POWER_IP", "POWER_SWITCH");
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return device.has("POWER_NAME", "shelly");
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context) throws SettingException {
    String address = device.require("POWER_IP").strip();
    if (!address.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?")) {
      throw new SettingException(device.variable("POWER_IP"), "must be an address, or address:port");
    }
    int relay = device.integer("POWER_SWITCH", 0, 0, 3);
    return new ShellyController(address, relay, context).begin();
  }
}
