package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.Fault;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import com.virtualpytest.host.simulators.android.transport.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Programs that show the screen. */
final class ScreenTools {

  private final Device device;
  private final Faults faults;

  ScreenTools(Device device, Faults faults) {
    this.device = device;
    this.faults = faults;
  }

  Map<String, Command> all() {
    return Map.of("screencap", this::capture, "uiautomator", this::dump, "wm", this::window);
  }

  private int capture(Task task) throws IOException {
    List<String> names = task.args().stream().filter(arg -> !arg.startsWith("-")).toList();
    byte[] png = device.ui().png();
    if (faults.has(Fault.DISPLAY_WARNING)) {
      task.err()
          .write(
              "[Warning] Multiple displays were found, but no display id was specified!\n"
                  .getBytes(StandardCharsets.UTF_8));
    }
    if (names.isEmpty()) {
      task.out().write(png);
      return 0;
    }
    return save(task, names.get(0), png);
  }

  /** The odd spelling is uiautomator's own. */
  private int dump(Task task) throws IOException {
    if (!task.arg(0).equals("dump")) {
      return task.fail(1, "Usage: uiautomator <subcommand> [options]");
    }
    boolean compressed = task.args().contains("--compressed");
    String path =
        task.from(1).stream()
            .filter(arg -> !arg.startsWith("-"))
            .findFirst()
            .orElse("/sdcard/window_dump.xml");
    String xml = device.ui().xml(compressed);
    if (faults.has(Fault.GARBAGE_XML)) {
      xml = xml.substring(0, xml.length() / 2) + " <<<&\u0001 bounds=\"[";
    }
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    int status = 0;
    if (path.equals("/dev/tty") || path.equals("/dev/stdout") || path.equals("/proc/self/fd/1")) {
      task.out().write(bytes);
    } else {
      status = save(task, path, bytes);
    }
    if (status == 0) {
      task.print("UI hierchary dumped to: " + path + "\n");
    }
    return status;
  }

  private int save(Task task, String path, byte[] content) throws IOException {
    try {
      device.files().write(path, content);
      return 0;
    } catch (Files.FileException e) {
      return task.fail(1, "Error opening file: " + path + " (" + e.getMessage() + ")");
    }
  }

  private int window(Task task) throws IOException {
    switch (task.arg(0)) {
      case "size" ->
          task.print(
              "Physical size: %dx%d%n"
                  .formatted(device.profile().width(), device.profile().height()));
      case "density" -> task.print("Physical density: " + device.profile().density() + "\n");
      default -> {
        return task.fail(255, "Unknown command: " + task.arg(0));
      }
    }
    return 0;
  }
}
