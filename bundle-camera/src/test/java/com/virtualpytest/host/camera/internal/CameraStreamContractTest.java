package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import java.util.Map;

/** The driver for devices that a camera looks at keeps to the contract of drivers. */
class CameraStreamContractTest extends CameraContract {
  CameraStreamContractTest() {
    super(new DeviceDefinition("device1", "TV", CameraStreamDriver.MODEL, Map.of()));
  }

  @Override
  Driver driver(OpenSources sources) {
    return new CameraStreamDriver(sources);
  }

  @Override
  String sourceSetting() {
    return "VIDEO";
  }

  @Override
  String folderSetting() {
    return "VIDEO_STREAM_PATH";
  }
}
