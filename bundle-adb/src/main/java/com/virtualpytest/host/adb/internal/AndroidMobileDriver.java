package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.AndroidDevice;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens Android phones and tablets. */
@Component
public final class AndroidMobileDriver implements Driver {
  private final OpenDevices open;

  @Activate
  public AndroidMobileDriver(@Reference OpenDevices open) {
    this.open = open;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of("android_mobile", Capability.REMOTE, Capability.VERIFICATION)
        .asShareable()
        .withSettings(AdbSettings.NAMES);
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return "android_mobile".equals(device.model());
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context) throws SettingException {
    DeviceLink link = open.link(device, context);
    return new AndroidMobileController(link, new AndroidDevice(link));
  }
}
