package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Environment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All programs of a device. */
public final class Programs implements Environment {

  private final Device device;
  private final Map<String, Command> programs = new HashMap<>();

  /** Those of one device. */
  public Programs(Device device) {
    this.device = device;
    programs.put(
        "echo",
        task -> {
          task.print(String.join(" ", task.args()) + "\n");
          return 0;
        });
    programs.put("true", task -> 0);
    programs.put("false", task -> 1);
    programs.put(
        "getprop",
        task -> {
          task.print(device.properties().getOrDefault(task.arg(0), "") + "\n");
          return 0;
        });
    programs.put(
        "input",
        task -> {
          device.history().input(String.join(" ", task.args()));
          device.ui().key(task.arg(1));
          return 0;
        });
    programs.put(
        "screencap",
        task -> {
          task.out().write(device.ui().png());
          return 0;
        });
    programs.put(
        "uiautomator",
        task -> {
          String path = task.arg(task.args().size() - 1);
          try {
            device
                .files()
                .write(path, device.ui().xml().getBytes(java.nio.charset.StandardCharsets.UTF_8));
          } catch (Files.FileException e) {
            return task.fail(1, e.getMessage());
          }
          task.print("UI hierchary dumped to: " + path + "\n");
          return 0;
        });
    programs.put(
        "cat",
        task -> {
          try {
            task.out().write(device.files().read(task.arg(0)));
          } catch (Files.FileException e) {
            return task.fail(1, "cat: " + task.arg(0) + ": " + e.getMessage());
          }
          return 0;
        });
  }

  @Override
  public Files files() {
    return device.files();
  }

  @Override
  public Map<String, Command> programs() {
    return programs;
  }

  @Override
  public void executed(List<String> argv) {
    device.history().program(argv);
  }
}
