package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.android.AndroidDevice;
import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens Android TVs. */
@Component
public final class AndroidTvDriver implements Driver {
  private static final Set<String> MODELS = Set.of("android_tv", "fire_tv");

  private final OpenDevices open;

  @Activate
  public AndroidTvDriver(@Reference OpenDevices open) {
    this.open = open;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of("android_tv", Capability.REMOTE)
        .asShareable()
        .withSettings(AdbSettings.NAMES);
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return MODELS.contains(device.model());
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context) throws SettingException {
    DeviceLink link = open.link(device, context);
    return new AndroidTvController(link, new AndroidDevice(link));
  }
}
