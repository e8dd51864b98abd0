package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.Profile;
import com.virtualpytest.host.simulators.android.device.App;
import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;

/** {@code dumpsys}: of each service the lines that others look for. */
final class DumpsysTool implements Command {

  private final Device device;
  private final PackageTool packages;

  DumpsysTool(Device device, PackageTool packages) {
    this.device = device;
    this.packages = packages;
  }

  @Override
  public int run(Task task) throws IOException {
    switch (task.arg(0)) {
      case "display" -> task.print(display());
      case "window" -> task.print(window());
      case "activity" -> task.print(activity());
      case "power" -> task.print(power());
      case "battery" ->
          task.print(
              """
              Current Battery Service state:
                AC powered: true
                USB powered: false
                status: 5
                health: 2
                present: true
                level: 100
                scale: 100
                temperature: 250
              """);
      case "package" -> {
        return packages.dump(task, task.arg(1));
      }
      case "audio" -> task.print("- STREAM_MUSIC:\n   streamVolume:" + device.ui().volume() + "\n");
      case "input_method" ->
          task.print("  mCurMethodId=" + device.settings().get(SystemTools.KEYBOARD) + "\n");
      case "-l" ->
          task.print(
              """
              Currently running services:
                activity
                audio
                battery
                display
                input_method
                package
                power
                window
              """);
      default -> {
        return task.fail(0, "Can't find service: " + task.arg(0));
      }
    }
    return 0;
  }

  private String display() {
    Profile profile = device.profile();
    String size = profile.width() + " x " + profile.height();
    return """
        DISPLAY MANAGER (dumpsys display)
          mOnlyCode=false
          Display Devices: size=1
            DisplayDeviceInfo{"Built-in Screen": uniqueId="local:0", %s, modeId 1}
          mDisplayWidth=%d
          mDisplayHeight=%d
          mCurrentOrientation=0
          mBaseDisplayInfo=DisplayInfo{"Built-in Screen", displayId 0, real %s, density %d}
          mState=%s
        """
        .formatted(
            size, profile.width(), profile.height(), size, profile.density(), power("ON", "OFF"));
  }

  private String window() {
    Profile profile = device.profile();
    String size = profile.width() + "x" + profile.height();
    return """
        WINDOW MANAGER DISPLAY CONTENTS (dumpsys window displays)
          Display: mDisplayId=0
            init=%s %ddpi cur=%s app=%s rng=%s
          mCurrentFocus=Window{5e2d1f u0 %s}
          mFocusedApp=ActivityRecord{7c3b2a u0 %s t7}
          mAwake=%b
        """
        .formatted(
            size, profile.density(), size, size, size, whole(), component(), device.ui().awake());
  }

  private String activity() {
    return """
        ACTIVITY MANAGER ACTIVITIES (dumpsys activity activities)
          mResumedActivity: ActivityRecord{7c3b2a u0 %s t7}
          topResumedActivity=ActivityRecord{7c3b2a u0 %s t7}
        """
        .formatted(component(), component());
  }

  private String power() {
    return """
        POWER MANAGER (dumpsys power)
          mWakefulness=%s
          Display Power: state=%s
        """
        .formatted(power("Awake", "Asleep"), power("ON", "OFF"));
  }

  private String power(String on, String off) {
    return device.ui().awake() ? on : off;
  }

  private String component() {
    return device
        .ui()
        .front()
        .map(App::component)
        .orElse(device.ui().frontPackage() + "/.Launcher");
  }

  private String whole() {
    String component = component();
    int slash = component.indexOf('/');
    return component.startsWith(".", slash + 1)
        ? component.substring(0, slash + 1)
            + component.substring(0, slash)
            + component.substring(slash + 1)
        : component;
  }
}
