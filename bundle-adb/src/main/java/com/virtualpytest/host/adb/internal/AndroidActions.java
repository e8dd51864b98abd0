package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.driver.ActionDescription;
import com.virtualpytest.host.api.driver.ActionDescription.Input;
import java.util.List;
import java.util.Map;

/** What pickers offer for phones and for TVs. */
final class AndroidActions {
  private static final String REMOTE = "remote";
  private static final String APP = "com.example.app";

  private AndroidActions() {}

  static List<ActionDescription> mobile() {
    return List.of(
        filled(
            "click_element_by_text",
            "click_element",
            "Click Element by Text",
            "Tap what shows a text",
            new Input("Element Text/ID", "element_text", "Home Tab", List.of())),
        filled(
            "click_element_by_id",
            "click_element_by_id",
            "Click Element by ID",
            "Tap the element with a number",
            new Input("Element ID", "element_id", "8", List.of())),
        free(
            "tap_coordinates",
            "Tap Coordinates",
            "Tap at a place",
            new Input("Coordinates (x,y)", null, "100,200", List.of())),
        free(
            "swipe",
            "Swipe (Custom)",
            "Swipe from a place to another",
            new Input("From/To coordinates", null, "from_x,from_y,to_x,to_y", List.of())),
        ActionDescription.of("swipe_up", REMOTE, "Swipe Up", "Swipe up"),
        ActionDescription.of("swipe_down", REMOTE, "Swipe Down", "Swipe down"),
        ActionDescription.of("swipe_left", REMOTE, "Swipe Left", "Swipe to the left"),
        ActionDescription.of("swipe_right", REMOTE, "Swipe Right", "Swipe to the right"),
        key("back", "Back", "BACK"),
        key("home", "Home", "HOME"),
        key("volume_up", "Volume Up", "VOLUME_UP"),
        key("volume_down", "Volume Down", "VOLUME_DOWN"),
        filled(
            "input_text",
            "input_text",
            "Input Text",
            "Type a text",
            new Input("Text to input", "text", "Enter text...", List.of())),
        filled(
            "launch_app",
            "launch_app",
            "Launch App",
            "Start a program",
            new Input("Package name", "package", APP, List.of())),
        filled(
            "close_app",
            "close_app",
            "Close App",
            "End a program",
            new Input("Package name", "package", APP, List.of())));
  }

  static List<ActionDescription> tv() {
    return List.of(
        key("up", "Up", "UP"),
        key("down", "Down", "DOWN"),
        key("left", "Left", "LEFT"),
        key("right", "Right", "RIGHT"),
        key("ok", "Select/OK", "OK"),
        key("back", "Back", "BACK"),
        key("home", "Home", "HOME"),
        key("menu", "Menu", "MENU"),
        key("play_pause", "Play/Pause", "MEDIA_PLAY_PAUSE"),
        key("stop", "Stop", "MEDIA_STOP"),
        key("fast_forward", "Fast Forward", "MEDIA_FAST_FORWARD"),
        key("rewind", "Rewind", "MEDIA_REWIND"),
        key("channel_up", "Channel Up", "CHANNEL_UP"),
        key("channel_down", "Channel Down", "CHANNEL_DOWN"),
        key("volume_up", "Volume Up", "VOLUME_UP"),
        key("volume_down", "Volume Down", "VOLUME_DOWN"),
        key("mute", "Mute", "VOLUME_MUTE"),
        free(
            "input_text",
            "Input Text",
            "Type a text",
            new Input("Text to input", null, "Enter text...", List.of())),
        free(
            "launch_app",
            "Launch App",
            "Start a program",
            new Input("Package name", null, APP, List.of())),
        free(
            "close_app",
            "Close App",
            "End a program",
            new Input("Package name", null, APP, List.of())),
        key("power", "Power", "POWER"));
  }

  private static ActionDescription key(String id, String label, String key) {
    return new ActionDescription(
        "press_key_" + id, "press_key", REMOTE, label, "Press " + label, Map.of("key", key), null);
  }

  /** The parameter that the user fills in is there, empty. */
  private static ActionDescription filled(
      String id, String command, String label, String description, Input input) {
    return new ActionDescription(
        id, command, REMOTE, label, description, Map.of(input.param(), ""), input);
  }

  private static ActionDescription free(
      String command, String label, String description, Input input) {
    return new ActionDescription(command, command, REMOTE, label, description, Map.of(), input);
  }
}
