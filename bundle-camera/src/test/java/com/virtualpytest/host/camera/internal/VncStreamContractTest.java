package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import java.util.Map;

/** The driver for the pictures of the host itself keeps to the contract of drivers. */
class VncStreamContractTest extends CameraContract {
  VncStreamContractTest() {
    super(new DeviceDefinition(DeviceDefinition.HOST_ID, "Host", "host_vnc", Map.of()));
  }

  @Override
  Driver driver(OpenSources sources) {
    return new VncStreamDriver(sources);
  }

  @Override
  String sourceSetting() {
    return "VIDEO_SOURCE";
  }

  @Override
  String folderSetting() {
    return "VIDEO_CAPTURE_PATH";
  }
}
