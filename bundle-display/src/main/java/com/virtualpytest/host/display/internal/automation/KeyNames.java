package com.virtualpytest.host.display.internal.automation;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of keys: what clients write, what they are called here, what X calls them. */
final class KeyNames {

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          entry("back", "esc"),
          entry("escape", "esc"),
          entry("ok", "enter"),
          entry("return", "enter"),
          entry("del", "delete"),
          entry("pgup", "pageup"),
          entry("pgdn", "pagedown"),
          entry("prtsc", "printscreen"),
          entry("cmd", "command"));

  private static final Map<String, String> X =
      Map.ofEntries(
          entry("esc", "Escape"),
          entry("enter", "Return"),
          entry("space", "space"),
          entry("tab", "Tab"),
          entry("backspace", "BackSpace"),
          entry("delete", "Delete"),
          entry("insert", "Insert"),
          entry("up", "Up"),
          entry("down", "Down"),
          entry("left", "Left"),
          entry("right", "Right"),
          entry("home", "Home"),
          entry("end", "End"),
          entry("pageup", "Prior"),
          entry("pagedown", "Next"),
          entry("printscreen", "Print"),
          entry("pause", "Pause"),
          entry("capslock", "Caps_Lock"),
          entry("numlock", "Num_Lock"),
          entry("scrolllock", "Scroll_Lock"),
          entry("menu", "Menu"),
          entry("apps", "Menu"),
          entry("ctrl", "Control_L"),
          entry("ctrlleft", "Control_L"),
          entry("ctrlright", "Control_R"),
          entry("alt", "Alt_L"),
          entry("altleft", "Alt_L"),
          entry("altright", "Alt_R"),
          entry("option", "Alt_L"),
          entry("shift", "Shift_L"),
          entry("shiftleft", "Shift_L"),
          entry("shiftright", "Shift_R"),
          entry("win", "Super_L"),
          entry("winleft", "Super_L"),
          entry("winright", "Super_R"),
          entry("command", "Super_L"),
          entry("super", "Super_L"),
          entry("volumeup", "XF86AudioRaiseVolume"),
          entry("volumedown", "XF86AudioLowerVolume"),
          entry("volumemute", "XF86AudioMute"),
          entry("playpause", "XF86AudioPlay"));

  private KeyNames() {}

  /** What a key is called here: {@code ESCAPE} is {@code esc}. */
  static String plain(String key) {
    String lower = key.strip().toLowerCase(Locale.ROOT);
    // a blank is a key too
    return lower.isEmpty() ? key : ALIASES.getOrDefault(lower, lower);
  }

  /** X's name of a key as {@link #plain} calls it; empty when there is no such key. */
  static Optional<String> x(String plain) {
    String known = X.get(plain);
    if (known != null) {
      return Optional.of(known);
    }
    if (plain.matches("f([1-9]|1\\d|2[0-4])")) {
      return Optional.of(plain.toUpperCase(Locale.ROOT));
    }
    return plain.codePointCount(0, plain.length()) == 1
        ? Optional.of("U%04X".formatted(plain.codePointAt(0)))
        : Optional.empty();
  }
}
