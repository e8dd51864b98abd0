package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.driver.Controller;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.DriverInfo;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens the pictures of devices whose output is captured. */
@Component
public final class HdmiStreamDriver implements Driver {
  private final OpenSources sources;

  @Activate
  public HdmiStreamDriver(@Reference OpenSources sources) {
    this.sources = sources;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of("hdmi_stream", Capability.AV).withSettings(CameraSettings.NAMES);
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return !device.id().equals(DeviceDefinition.HOST_ID)
        && device.has("VIDEO")
        && !device.model().equals(CameraStreamDriver.MODEL);
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException {
    return sources.open(device, context);
  }
}
