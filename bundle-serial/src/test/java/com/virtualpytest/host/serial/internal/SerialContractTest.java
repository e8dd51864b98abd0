package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.simulators.board.VirtualBoard;
import com.virtualpytest.host.tck.DriverContract;
import com.virtualpytest.host.tck.Hardware;
import com.virtualpytest.host.tck.Sample;
import com.virtualpytest.host.tck.WrongSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The driver for serial consoles keeps to the contract of drivers. */
class SerialContractTest extends DriverContract {
  private VirtualBoard board;

  @Override
  public void start(Path folder) throws IOException {
    board = new VirtualBoard(folder.resolve("ttyBoard"));
  }

  @Override
  public void stop() {
    board.close();
  }

  @Override
  public Driver newDriver() {
    return new SerialDriver();
  }

  @Override
  public DeviceDefinition device() {
    return new DeviceDefinition(
        "device3", "Board", "linux", Map.of("SERIAL_PORT", board.link().toString()));
  }

  @Override
  public List<WrongSetting> wrongSettings() {
    return List.of(
        new WrongSetting("SERIAL_PORT", "COM1"),
        new WrongSetting("SERIAL_BAUD", "fast"),
        new WrongSetting("SERIAL_PARITY", "sometimes"));
  }

  @Override
  public Sample works() {
    return new Sample("send_line", Map.of("data", ""));
  }

  /** A board is as fast as it is; what lasts is to wait for something that it never says. */
  @Override
  public Sample lasting() {
    return new Sample("expect", Map.of("pattern", "never", "timeout_ms", 60_000));
  }

  @Override
  public Hardware hardware() {
    return new Hardware() {
      @Override
      public void takeAway() throws IOException {
        board.unplug();
      }

      @Override
      public void bringBack() throws IOException {
        board.plug();
      }

      @Override
      public void slowDown(Duration answer) {}
    };
  }
}
