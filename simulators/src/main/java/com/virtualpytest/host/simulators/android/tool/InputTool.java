package com.virtualpytest.host.simulators.android.tool;

import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Keys;
import com.virtualpytest.host.simulators.android.shell.Command;
import com.virtualpytest.host.simulators.android.shell.Task;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** {@code input}: keys, touches and text, as Android's own takes them. */
final class InputTool implements Command {

  private static final Set<String> SOURCES =
      Set.of(
          "dpad",
          "keyboard",
          "mouse",
          "touchpad",
          "gamepad",
          "touchnavigation",
          "joystick",
          "touchscreen",
          "stylus",
          "trackball");

  private final Device device;
  private final Keys keys = new Keys();

  InputTool(Device device) {
    this.device = device;
  }

  @Override
  public int run(Task task) throws IOException {
    int start = SOURCES.contains(task.arg(0)) ? 1 : 0;
    start += task.arg(start).equals("-d") ? 2 : 0;
    List<String> args = task.from(start + 1);
    return switch (task.arg(start)) {
      case "keyevent" -> keyEvent(task, args);
      case "text" -> text(task, args);
      case "tap" -> args.size() == 2 && numbers(args) ? tap(args) : wrong(task, "tap");
      case "swipe", "draganddrop" ->
          args.size() >= 4 && args.size() <= 5 && numbers(args)
              ? swipe(args)
              : wrong(task, "swipe");
      case "press", "roll", "motionevent" -> 0;
      default -> task.fail(1, "Error: Unknown command: " + task.arg(start) + "\nUsage: input …");
    };
  }

  private static int wrong(Task task, String command) throws IOException {
    return task.fail(1, "Error: Invalid arguments for command: " + command);
  }

  private static boolean numbers(List<String> args) {
    return args.stream().allMatch(arg -> arg.matches("-?\\d{1,7}(\\.\\d{1,3})?"));
  }

  private static int pixel(String text) {
    return (int) Float.parseFloat(text);
  }

  private int keyEvent(Task task, List<String> args) throws IOException {
    List<String> names =
        args.stream()
            .filter(arg -> !arg.equals("--longpress") && !arg.equals("--doubletap"))
            .toList();
    if (names.isEmpty()) {
      return wrong(task, "keyevent");
    }
    for (String given : names) {
      String name = keys.name(given);
      device.history().input("keyevent KEYCODE_" + name);
      device.log().add('D', "InputDispatcher", "key KEYCODE_" + name);
      String typed = keys.character(name);
      if (typed.isEmpty()) {
        device.ui().key(name);
      } else {
        device.ui().type(typed);
      }
    }
    return 0;
  }

  /** {@code %s} is a blank; what no key of an English keyboard types fails, as on a real device. */
  private int text(Task task, List<String> args) throws IOException {
    if (args.size() != 1) {
      return wrong(task, "text");
    }
    String text = args.get(0).replace("%s", " ");
    if (!text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
      return task.fail(
          255,
          "Exception occurred while executing 'text':\n"
              + "java.lang.NullPointerException: Attempt to get length of null array");
    }
    device.history().input("text " + text);
    device.ui().type(text);
    return 0;
  }

  private int tap(List<String> at) {
    device.history().input("tap " + String.join(" ", at));
    device.ui().tap(pixel(at.get(0)), pixel(at.get(1)));
    return 0;
  }

  private int swipe(List<String> way) {
    device.history().input("swipe " + String.join(" ", way));
    device.ui().swipe(pixel(way.get(0)), pixel(way.get(1)), pixel(way.get(2)), pixel(way.get(3)));
    return 0;
  }
}
