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

/** Opens the pictures of devices that a camera looks at. */
@Component
public final class CameraStreamDriver implements Driver {
  /** The model that is looked at by a camera. */
  static final String MODEL = "tizen";

  private final OpenSources sources;

  @Activate
  public CameraStreamDriver(@Reference OpenSources sources) {
    this.sources = sources;
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of("camera_stream", Capability.AV).withSettings(CameraSettings.NAMES);
  }

  @Override
  public boolean serves(DeviceDefinition device) {
    return !device.id().equals(DeviceDefinition.HOST_ID)
        && device.has("VIDEO")
        && device.model().equals(MODEL);
  }

  @Override
  public Controller open(DeviceDefinition device, DriverContext context)
      throws SettingException, IOException {
    return sources.open(device, context);
  }
}
