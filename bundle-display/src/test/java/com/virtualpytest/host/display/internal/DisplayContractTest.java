package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.driver.Driver;
import com.virtualpytest.host.display.internal.screen.XServer;
import com.virtualpytest.host.display.internal.vnc.ClientFiles;
import com.virtualpytest.host.tck.DriverContract;
import com.virtualpytest.host.tck.Hardware;
import com.virtualpytest.host.tck.Sample;
import com.virtualpytest.host.tck.TestProcesses;
import com.virtualpytest.host.tck.WrongSetting;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The driver for the host's display keeps to the contract of drivers. Its hardware are programs:
 * one Xvfb of the test, and what the supervisor says of those that the driver asks for.
 */
class DisplayContractTest extends DriverContract {
  private static final String PASSWORD = "s3cretpw";

  private TestProcesses programs;
  private XServer screen;
  private String display;
  private Map<String, URL> files;

  @Override
  public void programs(TestProcesses asked) {
    programs = asked;
  }

  @Override
  public void start(Path folder) throws IOException {
    screen = new XServer("320x200x24");
    display = screen.display();
    URL file = Files.writeString(folder.resolve("file"), "of the bundle").toUri().toURL();
    files = Map.of("novnc/vnc.html", file, "websockify/novnc_websockify.py", file);
  }

  @Override
  public void stop() {
    screen.close();
  }

  @Override
  public Driver newDriver() {
    return new DisplayDriver(new OpenDisplay(new ClientFiles(files)));
  }

  @Override
  public DeviceDefinition device() {
    return new DeviceDefinition(DeviceDefinition.HOST_ID, "Host", "host_vnc", Map.of());
  }

  @Override
  public Map<String, String> hostSettings() {
    return Map.of("HOST_DISPLAY", display, "VNC_PASSWORD", PASSWORD, "DESKTOP_BASH", "true");
  }

  @Override
  public Set<String> secrets() {
    return Set.of(PASSWORD);
  }

  @Override
  public List<WrongSetting> wrongSettings() {
    return List.of(
        WrongSetting.ofHost("DISPLAY_RESOLUTION", "big"),
        WrongSetting.ofHost("VNC_PORT", "0"),
        WrongSetting.ofHost("HOST_DISPLAY", "left"));
  }

  @Override
  public Sample works() {
    return new Sample("execute_pyautogui_move", Map.of("x", 10, "y", 10));
  }

  @Override
  public Sample lasting() {
    return new Sample(DisplayController.SHELL_COMMAND, Map.of("command", "sleep 60"));
  }

  @Override
  public Hardware hardware() {
    return new Hardware() {
      @Override
      public void takeAway() {
        programs.set(State.OFFLINE);
        screen.close();
      }

      @Override
      public void bringBack() throws IOException {
        if (!screen.alive()) {
          screen = new XServer("320x200x24", display);
        }
        programs.set(State.READY);
      }

      @Override
      public void slowDown(Duration answer) {}
    };
  }
}
