package com.example.shelly;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.tck.DriverContract;
import com.virtualpytest.host.tck.Hardware;
import com.virtualpytest.host.tck.WrongSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The driver keeps to the contract of drivers. */
class ShellyContractTest extends DriverContract {
  private VirtualShelly shelly;

  @Override
  public void start(Path folder) throws IOException {
    shelly = new VirtualShelly();
  }

  @Override
  public void stop() {
    shelly.close();
  }

  @Override
  public Driver newDriver() {
    return new ShellyDriver();
  }

  @Override
  public DeviceDefinition device() {
    return new DeviceDefinition(
        "device1",
        "Lamp",
        "lamp",
        Map.of("POWER_NAME", "Shelly Plus 1", "POWER_IP", "127.0.0.1:" + shelly.port()));
  }

  @Override
  public List<WrongSetting> wrongSettings() {
    return List.of(
        WrongSetting.missing("POWER_IP"),
        new WrongSetting("POWER_IP", "http://shelly/"),
        new WrongSetting("POWER_SWITCH", "left"));
  }

  @Override
  public Hardware hardware() {
    return shelly;
  }
}
