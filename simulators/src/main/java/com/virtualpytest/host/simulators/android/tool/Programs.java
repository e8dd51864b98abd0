package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Environment;
import com.virtualpytest.host.simulators.android.shell.Task;
import com.virtualpytest.host.simulators.android.transport.Faults;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All programs of a device, and what else its shells need. */
public final class Programs implements Environment {

  private final Device device;
  private final Map<String, Command> programs = new ConcurrentHashMap<>();
  private final Map<String, Command> own;

  /** Those of one device. */
  public Programs(Device device, Faults faults) {
    this.device = device;
    programs.putAll(BasicTools.all());
    programs.putAll(TextTools.all(device.files()));
    programs.putAll(new FileTools(device.files()).all());
    programs.putAll(new ScreenTools(device, faults).all());
    programs.putAll(new SystemTools(device).all());
    PackageTool packages = new PackageTool(device);
    ActivityTool activities = new ActivityTool(device);
    programs.put("input", new InputTool(device));
    programs.put("am", activities);
    programs.put("pm", packages);
    programs.put("monkey", activities::monkey);
    programs.put("dumpsys", new DumpsysTool(device, packages));
    programs.put("logcat", new LogcatTool(device.log()));
    programs.put("cmd", task -> service(task, faults, packages, activities));
    own = Map.copyOf(programs);
  }

  /** {@code cmd} came with Android 7, as exit codes did. */
  private static int service(
      Task task, Faults faults, PackageTool packages, ActivityTool activities) throws IOException {
    if (faults.has(Fault.NO_SHELL_V2)) {
      return task.fail(127, "/system/bin/sh: cmd: not found");
    }
    return switch (task.arg(0)) {
      case "package" -> packages.run(task.with("pm", task.from(1)));
      case "activity" -> activities.run(task.with("am", task.from(1)));
      default -> task.fail(20, "cmd: Can't find service: " + task.arg(0));
    };
  }

  /**
   * From now on this program is that one.
   *
   * @throws IllegalArgumentException the device has no program of that name
   */
  public void replace(String name, Command command) {
    if (programs.replace(name, command) == null) {
      throw new IllegalArgumentException("no program " + name);
    }
  }

  /** All programs are the device's own again. */
  public void restore() {
    programs.putAll(own);
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
