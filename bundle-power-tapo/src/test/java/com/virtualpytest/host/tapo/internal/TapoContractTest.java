package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.simulators.tapo.Firmware;
import com.virtualpytest.host.simulators.tapo.PlugProfile;
import com.virtualpytest.host.simulators.tapo.VirtualPlug;
import com.virtualpytest.host.tck.DriverContract;
import com.virtualpytest.host.tck.Hardware;
import com.virtualpytest.host.tck.WrongSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The driver for Tapo plugs keeps to the contract of drivers. */
class TapoContractTest extends DriverContract {
  private static final String EMAIL = "tester@example.com";
  private static final String PASSWORD = "s3cret-Pass";

  private static final TapoController.Pace QUICK =
      new TapoController.Pace(
          Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(20));

  private VirtualPlug plug;

  @Override
  public void start(Path folder) throws IOException {
    plug = VirtualPlug.start(PlugProfile.of(EMAIL, PASSWORD), Firmware.KLAP2, 0);
  }

  @Override
  public void stop() throws IOException {
    plug.close();
  }

  @Override
  public Driver newDriver() {
    return new TapoDriver(new OpenPlugs(), QUICK);
  }

  @Override
  public DeviceDefinition device() {
    return new DeviceDefinition(
        "device2",
        "TV",
        "android_tv",
        Map.of(
            TapoSettings.NAME,
            "Tapo P110",
            TapoSettings.IP,
            "127.0.0.1:" + plug.port(),
            TapoSettings.EMAIL,
            EMAIL,
            TapoSettings.PASSWORD,
            PASSWORD));
  }

  @Override
  public List<WrongSetting> wrongSettings() {
    return List.of(
        WrongSetting.missing(TapoSettings.IP),
        new WrongSetting(TapoSettings.IP, "8.8.8.8"),
        new WrongSetting(TapoSettings.IP, "plug.example.com"),
        WrongSetting.missing(TapoSettings.EMAIL),
        WrongSetting.missing(TapoSettings.PASSWORD));
  }

  @Override
  public Set<String> secrets() {
    return Set.of(PASSWORD);
  }

  @Override
  public Hardware hardware() {
    return new Hardware() {
      @Override
      public void takeAway() throws IOException {
        plug.unplug();
      }

      @Override
      public void bringBack() throws IOException {
        plug.slowDown(Duration.ZERO);
        plug.plugIn();
      }

      @Override
      public void slowDown(Duration answer) {
        plug.slowDown(answer);
      }
    };
  }
}
