package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.VirtualAndroid;
import com.virtualpytest.host.tck.DriverContract;
import com.virtualpytest.host.tck.Hardware;
import com.virtualpytest.host.tck.Sample;
import com.virtualpytest.host.tck.TestContext;
import com.virtualpytest.host.tck.TestProcesses;
import com.virtualpytest.host.tck.WrongSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What phones and TVs have in common for the contract of drivers. The tests of a class share an adb
 * server; an object that the tests make themselves has its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdbContract extends DriverContract {
  private final String model;
  private final Profile profile;
  private AdbServerProgram shared;
  private AdbServerProgram program;
  private VirtualAndroid android;

  AdbContract(String model, Profile profile) {
    this.model = model;
    this.profile = profile;
  }

  abstract Driver driver(OpenDevices open);

  @BeforeAll
  final void startServer(@TempDir Path home) throws IOException {
    shared = AdbServerProgram.start(home);
  }

  @AfterAll
  final void endServer() {
    shared.close();
  }

  @Override
  public final void start(Path folder) throws IOException {
    program = shared == null ? AdbServerProgram.start(folder) : shared;
    android = VirtualAndroid.start(profile, 0);
  }

  @Override
  public final void stop() {
    if (android != null) {
      android.close();
    }
    if (program != null && program != shared) {
      program.close();
    }
  }

  @Override
  public final Driver newDriver() {
    Map<String, String> settings = Map.of("ADB_PORT", Integer.toString(program.port()));
    return driver(
        new OpenDevices(
            new AdbServer(
                new TestProcesses(), TestContext.settings(settings), TestContext.silent())));
  }

  @Override
  public final DeviceDefinition device() {
    return new DeviceDefinition(
        "device1",
        "Android",
        model,
        Map.of("IP", "127.0.0.1", "PORT", Integer.toString(android.port())));
  }

  @Override
  public final List<WrongSetting> wrongSettings() {
    return List.of(
        WrongSetting.missing("IP"),
        new WrongSetting("IP", "127.0.0.1:5555"),
        new WrongSetting("PORT", "many"),
        new WrongSetting("ADB_SERIAL", "$(reboot)"));
  }

  @Override
  public final Sample works() {
    return new Sample("press_key", Map.of("key", "HOME"));
  }

  @Override
  public final Hardware hardware() {
    return new Hardware() {
      @Override
      public void takeAway() {
        android.fault(Fault.REFUSE);
      }

      @Override
      public void bringBack() {
        android.clearFaults();
      }

      @Override
      public void slowDown(Duration answer) {
        android.slow(answer);
      }
    };
  }
}
