package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.App;
import com.virtualpytest.host.simulators.android.device.App.Kind;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Packages;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code am}: starts and stops apps, sends broadcasts. */
final class ActivityTool implements Command {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "android.settings.SETTINGS", "",
          "android.settings.WIFI_SETTINGS", "Network & internet",
          "android.settings.WIRELESS_SETTINGS", "Network & internet",
          "android.settings.BLUETOOTH_SETTINGS", "Connected devices",
          "android.settings.DISPLAY_SETTINGS", "Display",
          "android.settings.SOUND_SETTINGS", "Sound & vibration",
          "android.settings.DATE_SETTINGS", "Date & time",
          "android.settings.LOCATION_SOURCE_SETTINGS", "Location");

  private final Device device;

  ActivityTool(Device device) {
    this.device = device;
  }

  @Override
  public int run(Task task) throws IOException {
    return switch (task.arg(0)) {
      case "start", "start-activity" -> start(task, Intent.of(task.from(1)));
      case "force-stop", "kill" -> stop(task);
      case "broadcast" -> broadcast(task, Intent.of(task.from(1)));
      case "get-current-user" -> {
        task.print("0\n");
        yield 0;
      }
      default -> task.fail(255, "Unknown command: " + task.arg(0));
    };
  }

  /** {@code monkey -p PACKAGE … 1}: starts the app; no other monkey business. */
  int monkey(Task task) throws IOException {
    int at = task.args().indexOf("-p");
    Optional<App> app =
        device
            .packages()
            .find(at < 0 ? "" : task.arg(at + 1))
            .filter(each -> !each.activity().isEmpty());
    if (app.isEmpty()) {
      return task.fail(252, "** No activities found to run, monkey aborted.");
    }
    device.ui().open(app.get());
    task.print("Events injected: 1\n");
    return 0;
  }

  private int stop(Task task) throws IOException {
    List<String> names = Intent.of(task.from(1)).packageName().isEmpty() ? List.of() : task.from(1);
    if (names.isEmpty()) {
      return task.fail(255, "Error: Argument expected after \"" + task.arg(0) + "\"");
    }
    device.ui().stop(names.get(names.size() - 1));
    return 0;
  }

  private int start(Task task, Intent intent) throws IOException {
    if (intent.action().isEmpty()
        && intent.component().isEmpty()
        && intent.packageName().isEmpty()
        && intent.data().isEmpty()) {
      return task.fail(255, "Error: no intent supplied");
    }
    Optional<App> app = resolve(intent);
    task.print("Starting: " + intent + "\n");
    if (app.isEmpty() && goesHome(intent)) {
      device.ui().key("HOME");
      return 0;
    }
    if (app.isEmpty()) {
      return notFound(task, intent);
    }
    if (intent.restarts()) {
      device.ui().stop(app.get().name());
    }
    boolean front = device.ui().front().equals(app);
    launch(app.get(), intent);
    if (front && intent.data().isEmpty() && intent.action().isEmpty()) {
      task.fail(0, "Warning: Activity not started, its current task has been brought to the front");
    }
    if (intent.waits()) {
      task.print(
          "Status: ok\nLaunchState: COLD\nActivity: %s\nTotalTime: 120\nWaitTime: 130\nComplete\n"
              .formatted(app.get().component()));
    }
    return 0;
  }

  private static int notFound(Task task, Intent intent) throws IOException {
    if (!intent.component().isEmpty()) {
      return task.fail(
          1,
          "Error type 3\nError: Activity class {%s} does not exist.".formatted(intent.component()));
    }
    return task.fail(1, "Error: Activity not started, unable to resolve " + intent);
  }

  private static boolean goesHome(Intent intent) {
    return intent.categories().contains("android.intent.category.HOME");
  }

  private void launch(App app, Intent intent) {
    if (app.kind() == Kind.BROWSER && !intent.data().isEmpty()) {
      device.ui().browse(app, intent.data());
    } else if (SETTINGS.containsKey(intent.action())) {
      device.ui().settings(app, SETTINGS.get(intent.action()));
    } else {
      device.ui().open(app);
    }
  }

  private Optional<App> resolve(Intent intent) {
    Packages packages = device.packages();
    if (!intent.component().isEmpty()) {
      int slash = intent.component().indexOf('/');
      String activity = intent.component().substring(slash + 1);
      return packages
          .find(intent.component().substring(0, slash))
          .filter(app -> app.hasActivity(activity));
    }
    if (!intent.packageName().isEmpty()) {
      return packages.find(intent.packageName()).filter(app -> !app.activity().isEmpty());
    }
    if (SETTINGS.containsKey(intent.action())) {
      return packages.first(Kind.SETTINGS);
    }
    boolean web = intent.data().startsWith("http://") || intent.data().startsWith("https://");
    return web ? packages.first(Kind.BROWSER) : Optional.empty();
  }

  /** The broadcasts of the input method that types what no keyboard can. */
  private int broadcast(Task task, Intent intent) throws IOException {
    task.print("Broadcasting: " + intent + "\n");
    boolean chosen =
        device
            .settings()
            .getOrDefault(SystemTools.KEYBOARD, "")
            .startsWith(Packages.BROADCAST_KEYBOARD + "/");
    String message = intent.extras().getOrDefault("msg", "");
    if (chosen) {
      switch (intent.action()) {
        case "ADB_INPUT_TEXT" -> type(message);
        case "ADB_INPUT_B64" -> type(decoded(message));
        case "ADB_CLEAR_TEXT" -> device.ui().clearText();
        default -> {}
      }
    }
    task.print("Broadcast completed: result=0\n");
    return 0;
  }

  private void type(String text) {
    device.history().input("text " + text);
    device.ui().type(text);
  }

  private String decoded(String message) {
    try {
      return new String(Base64.getDecoder().decode(message), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      device.log().add('E', "AdbIME", "not Base64");
      return "";
    }
  }
}
