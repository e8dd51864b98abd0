package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.App;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Packages;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Properties, settings, input methods, processes, reboot. */
final class SystemTools {

  static final String KEYBOARD = "secure/default_input_method";
  private static final String LATIN = "com.android.inputmethod.latin/.LatinIME";
  private static final String BROADCAST = Packages.BROADCAST_KEYBOARD + "/.AdbIME";
  private static final String ENABLED = "secure/enabled_input_methods";

  private final Device device;

  SystemTools(Device device) {
    this.device = device;
    device.settings().put(KEYBOARD, LATIN);
    device.settings().put(ENABLED, LATIN);
    device.settings().put("global/device_name", device.profile().model());
    device.settings().put("global/airplane_mode_on", "0");
    device.settings().put("system/screen_brightness", "128");
    device.settings().put("system/screen_off_timeout", "60000");
  }

  Map<String, Command> all() {
    return Map.of(
        "getprop", this::getProperty,
        "setprop", this::setProperty,
        "settings", this::settings,
        "ime", this::inputMethod,
        "pidof", this::processId,
        "ps", this::processes,
        "reboot", this::reboot,
        "svc", task -> 0);
  }

  private int getProperty(Task task) throws IOException {
    if (task.args().isEmpty()) {
      for (Map.Entry<String, String> each : device.properties().entrySet()) {
        task.print("[" + each.getKey() + "]: [" + each.getValue() + "]\n");
      }
    } else {
      task.print(device.properties().getOrDefault(task.arg(0), task.arg(1)) + "\n");
    }
    return 0;
  }

  private int setProperty(Task task) throws IOException {
    if (task.args().size() != 2) {
      return task.fail(1, "usage: setprop NAME VALUE");
    }
    if (task.arg(0).startsWith("ro.")) {
      return task.fail(1, "Failed to set property '" + task.arg(0) + "' to '" + task.arg(1) + "'.");
    }
    device.properties().put(task.arg(0), task.arg(1));
    return 0;
  }

  private int settings(Task task) throws IOException {
    List<String> args = task.arg(0).equals("--user") ? task.from(2) : task.args();
    if (args.size() < 2 || !args.get(1).matches("system|secure|global")) {
      return task.fail(255, "Invalid command: " + String.join(" ", args));
    }
    String key = args.get(1) + "/" + (args.size() > 2 ? args.get(2) : "");
    switch (args.get(0)) {
      case "get" -> task.print(device.settings().getOrDefault(key, "null") + "\n");
      case "put" -> device.settings().put(key, args.size() > 3 ? args.get(3) : "");
      case "delete" ->
          task.print("Deleted " + (device.settings().remove(key) == null ? 0 : 1) + " rows\n");
      case "list" -> {
        for (Map.Entry<String, String> each : device.settings().entrySet()) {
          if (each.getKey().startsWith(key)) {
            task.print(each.getKey().substring(key.length()) + "=" + each.getValue() + "\n");
          }
        }
      }
      default -> {
        return task.fail(255, "Invalid command: " + args.get(0));
      }
    }
    return 0;
  }

  private int inputMethod(Task task) throws IOException {
    boolean installed = device.packages().find(Packages.BROADCAST_KEYBOARD).isPresent();
    String enabled = device.settings().getOrDefault(ENABLED, LATIN);
    String id = task.arg(1);
    boolean known = id.equals(LATIN) || (installed && id.equals(BROADCAST));
    switch (task.arg(0)) {
      case "list" -> {
        String all = task.args().contains("-a") && installed ? LATIN + ":" + BROADCAST : enabled;
        task.print(all.replace(':', '\n') + "\n");
        return 0;
      }
      case "enable" -> {
        if (known) {
          device.settings().put(ENABLED, enabled.contains(id) ? enabled : enabled + ":" + id);
          task.print("Input method " + id + ": now enabled for user #0\n");
          return 0;
        }
      }
      case "set" -> {
        if (known && enabled.contains(id)) {
          device.settings().put(KEYBOARD, id);
          task.print("Input method " + id + " selected for user #0\n");
          return 0;
        }
      }
      case "reset" -> {
        device.settings().put(KEYBOARD, LATIN);
        device.settings().put(ENABLED, LATIN);
        task.print("Reset current and enabled IMEs for user #0\n");
        return 0;
      }
      default -> {
        return task.fail(1, "Unknown command: " + task.arg(0));
      }
    }
    return task.fail(1, "Unknown input method " + id + " cannot be selected for user #0");
  }

  private int processId(Task task) throws IOException {
    if (!device.ui().isRunning(task.arg(0))) {
      return 1;
    }
    task.print(pid(task.arg(0)) + "\n");
    return 0;
  }

  private int processes(Task task) throws IOException {
    task.print("USER           PID  PPID     VSZ    RSS WCHAN            ADDR S NAME\n");
    task.print("root             1     0   10000   4000 0                   0 S init\n");
    task.print("shell          321     1   10000   4000 0                   0 S adbd\n");
    for (App app : device.packages().all()) {
      if (device.ui().isRunning(app.name())) {
        task.print(
            "u0_a99      %6d   300  100000  40000 0                   0 S %s%n"
                .formatted(pid(app.name()), app.name()));
      }
    }
    return 0;
  }

  private static int pid(String name) {
    return 2000 + Math.floorMod(name.hashCode(), 20_000);
  }

  private int reboot(Task task) throws InterruptedException {
    device.reboot();
    return 0;
  }
}
