package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import java.io.IOException;
import org.osgi.service.component.annotations.Component;

/** Opens serial consoles, of this machine or behind a console server. */
@Component
public final class SerialDriver implements Driver {

  @Override
  public DriverInfo info() {
    return DriverInfo.of("serial", Capability.SERIAL, Capability.VERIFICATION)
        .withSettings(SerialSettings.NAMES);
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return device.has(SerialSettings.PORT);
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException {
    return ConsoleController.open(
        device.id(), SerialSettings.from(device, context.settings()), context);
  }
}
