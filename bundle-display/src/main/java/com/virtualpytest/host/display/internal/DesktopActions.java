package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.ActionDescription.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What pickers offer for a desktop. */
final class DesktopActions {
  private static final String COORDINATES = "Coordinates (x,y)";

  private static final List<String> KEYS =
      List.of(
          ("enter,space,tab,esc,backspace,delete,up,down,left,right,home,end,pageup,pagedown,ctrl,"
                  + "alt,shift,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12")
              .split(","));

  private DesktopActions() {}

  static List<ActionDescription> all(boolean shell) {
    List<ActionDescription> actions = new ArrayList<>();
    if (shell) {
      actions.add(
          new ActionDescription(
              "bash_command",
              DisplayController.SHELL_COMMAND,
              "desktop",
              "Execute Bash Command",
              "Run a shell command on the host",
              Map.of(),
              new Input("Bash command", "command", "ls -la, ps aux, echo \"hello\"", List.of())));
    }
    actions.add(at("click", "Click Coordinates", "Click at a place"));
    actions.add(at("rightclick", "Right Click Coordinates", "Click the right button at a place"));
    actions.add(at("doubleclick", "Double Click Coordinates", "Click twice at a place"));
    actions.add(
        action("keypress", "Press Key", "Press a key", new Input("Key", "key", "down", KEYS)));
    actions.add(text("type", "Type Text", "Type a text", "Text to type", "text", "Hello World"));
    actions.add(at("move", "Move Mouse", "Move the pointer to a place"));
    actions.add(
        text(
            "scroll",
            "Scroll",
            "Turn the wheel",
            "Scroll clicks (positive=up, negative=down)",
            "clicks",
            "3"));
    actions.add(image("locate", "Locate Image", "Find a picture on the screen"));
    actions.add(
        image("locate_and_click", "Locate and Click Image", "Find a picture and click on it"));
    actions.add(
        text(
            "launch",
            "Launch Application",
            "Start a program on the desktop",
            "Application name",
            "app_name",
            "notepad, calc, firefox"));
    actions.add(action("screenshot", "Take Screenshot", "Take a picture of the screen", null));
    return List.copyOf(actions);
  }

  private static ActionDescription at(String what, String label, String description) {
    return action(what, label, description, new Input(COORDINATES, null, "100,200", List.of()));
  }

  private static ActionDescription image(String what, String label, String description) {
    return text(what, label, description, "Image file path", "image_path", "/path/to/image.png");
  }

  private static ActionDescription text(
      String what, String label, String description, String input, String param, String example) {
    return action(what, label, description, new Input(input, param, example, List.of()));
  }

  private static ActionDescription action(
      String what, String label, String description, Input input) {
    return new ActionDescription(
        "pyautogui_" + what,
        "execute_pyautogui_" + what,
        "desktop",
        label,
        description,
        Map.of(),
        input);
  }
}
