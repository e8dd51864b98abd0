package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.Apk;
import com.virtualpytest.host.simulators.android.device.App;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code pm}, which is also {@code cmd package}. */
final class PackageTool implements Command {

  private static final int LARGEST_APK = 48 << 20;
  private static final Set<String> WITH_VALUE =
      Set.of("--user", "-S", "-i", "--install-location", "--install-reason");

  /** Of an intent; {@code install} knows {@code -d} without one. */
  private static final Set<String> INTENT_WITH_VALUE = Set.of("--user", "-a", "-c", "-d");

  private final Device device;

  PackageTool(Device device) {
    this.device = device;
  }

  @Override
  public int run(Task task) throws IOException {
    return switch (task.arg(0)) {
      case "list" -> list(task);
      case "dump" -> dump(task, task.arg(1));
      case "path" -> path(task);
      case "resolve-activity" -> resolve(task);
      case "install" -> install(task);
      case "uninstall" -> uninstall(task);
      case "clear" -> clear(task);
      case "grant", "revoke", "enable" -> 0;
      default -> task.fail(255, "Unknown command: " + task.arg(0));
    };
  }

  /** The arguments from {@code index} on that are neither options nor their values. */
  private static List<String> plain(Task task, int index) {
    return plain(task, index, WITH_VALUE);
  }

  private static List<String> plain(Task task, int index, Set<String> withValue) {
    List<String> plain = new ArrayList<>();
    for (int i = index; i < task.args().size(); i++) {
      if (withValue.contains(task.arg(i))) {
        i++;
      } else if (!task.arg(i).startsWith("-")) {
        plain.add(task.arg(i));
      }
    }
    return plain;
  }

  private int list(Task task) throws IOException {
    if (task.arg(1).equals("features")) {
      task.print("feature:android.hardware.touchscreen\nfeature:android.hardware.wifi\n");
      return 0;
    }
    if (!task.arg(1).equals("packages") && !task.arg(1).equals("package")) {
      return task.fail(255, "Error: unknown list type '" + task.arg(1) + "'");
    }
    List<String> filter = plain(task, 2);
    boolean users = task.args().contains("-3");
    boolean systems = task.args().contains("-s");
    for (App app : device.packages().all()) {
      boolean wanted =
          (!users || !app.system())
              && (!systems || app.system())
              && (filter.isEmpty() || app.name().contains(filter.get(0)));
      if (wanted) {
        String file = task.args().contains("-f") ? file(app) + "=" : "";
        task.print("package:" + file + app.name() + "\n");
      }
    }
    return 0;
  }

  private static String file(App app) {
    return app.system()
        ? "/system/app/" + app.name() + "/base.apk"
        : "/data/app/~~virtual==/" + app.name() + "-1/base.apk";
  }

  /** As much of it as tells how the app is started. */
  int dump(Task task, String name) throws IOException {
    Optional<App> found = device.packages().find(name);
    if (found.isEmpty()) {
      task.print("Unable to find package: " + name + "\n");
      return 0;
    }
    App app = found.get();
    if (!app.activity().isEmpty()) {
      task.print(
          """
          Activity Resolver Table:
            Non-Data Actions:
                android.intent.action.MAIN:
                  2d1c38e %1$s filter 5d4c3b2
                    Action: "android.intent.action.MAIN"
                    Category: "android.intent.category.LAUNCHER"

          """
              .formatted(app.component()));
    }
    task.print(
        """
        Packages:
          Package [%s] (8f2ab41):
            userId=10099
            codePath=%s
            versionCode=1 minSdk=21 targetSdk=33
            versionName=%s
            flags=[ %s]
        """
            .formatted(app.name(), file(app), app.version(), app.system() ? "SYSTEM " : ""));
    return 0;
  }

  private int path(Task task) throws IOException {
    Optional<App> app = plain(task, 1).stream().findFirst().flatMap(device.packages()::find);
    if (app.isEmpty()) {
      return 1;
    }
    task.print("package:" + file(app.get()) + "\n");
    return 0;
  }

  private int resolve(Task task) throws IOException {
    Optional<App> app =
        plain(task, 1, INTENT_WITH_VALUE).stream()
            .findFirst()
            .flatMap(device.packages()::find)
            .filter(each -> !each.activity().isEmpty());
    if (app.isEmpty()) {
      task.print("No activity found\n");
      return 0;
    }
    task.print(
        "priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=true\n"
            + (task.args().contains("--brief") ? "" : "ActivityInfo:\n  name=")
            + app.get().component()
            + "\n");
    return 0;
  }

  /** From a file that was pushed, or {@code -S SIZE} bytes from standard input. */
  private int install(Task task) throws IOException {
    int at = task.args().indexOf("-S");
    List<String> names = plain(task, 1);
    byte[] content;
    if (at >= 0) {
      if (!task.arg(at + 1).matches("\\d{1,9}")
          || Integer.parseInt(task.arg(at + 1)) > LARGEST_APK) {
        return task.fail(1, "Error: bad size");
      }
      content = task.in().readNBytes(Integer.parseInt(task.arg(at + 1)));
    } else if (names.isEmpty()) {
      return task.fail(1, "Error: must either specify a package size or an APK file");
    } else {
      try {
        content = device.files().read(names.get(0));
      } catch (Files.FileException e) {
        return task.fail(1, "Error: failed to open " + names.get(0) + ": " + e.getMessage());
      }
    }
    return install(task, content);
  }

  private int install(Task task, byte[] content) throws IOException {
    App app;
    try {
      app = Apk.read(content);
    } catch (Apk.ApkException e) {
      return failure(task, e.getMessage());
    }
    Optional<App> old = device.packages().find(app.name());
    if (old.isPresent() && old.get().system()) {
      return failure(task, "INSTALL_FAILED_UPDATE_INCOMPATIBLE: a system package has this name");
    }
    device.packages().install(app);
    device.ui().stop(app.name());
    device.log().add('I', "PackageManager", "installed " + app.name() + " " + app.version());
    task.print("Success\n");
    return 0;
  }

  private int uninstall(Task task) throws IOException {
    List<String> names = plain(task, 1);
    if (names.isEmpty()) {
      return task.fail(1, "Error: package name not specified");
    }
    device.ui().stop(names.get(0));
    if (!device.packages().uninstall(names.get(0))) {
      return failure(task, "DELETE_FAILED_INTERNAL_ERROR");
    }
    task.print("Success\n");
    return 0;
  }

  private int clear(Task task) throws IOException {
    List<String> names = plain(task, 1);
    if (names.isEmpty() || device.packages().find(names.get(0)).isEmpty()) {
      task.print("Failed\n");
      return 1;
    }
    device.ui().stop(names.get(0));
    task.print("Success\n");
    return 0;
  }

  private static int failure(Task task, String reason) throws IOException {
    task.print("Failure [" + reason + "]\n");
    return 1;
  }
}
