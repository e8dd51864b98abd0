package com.virtualpytest.host.adb.internal.android;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The keys that can be pressed: their names on the wire and Android's. */
public final class Keys {
  private static final String PREFIX = "KEYCODE_";

  /** Those whose names differ from Android's. */
  private static final Map<String, String> OTHER_NAMES =
      Map.ofEntries(
          Map.entry("UP", "DPAD_UP"),
          Map.entry("DOWN", "DPAD_DOWN"),
          Map.entry("LEFT", "DPAD_LEFT"),
          Map.entry("RIGHT", "DPAD_RIGHT"),
          Map.entry("SELECT", "DPAD_CENTER"),
          Map.entry("OK", "DPAD_CENTER"),
          Map.entry("RECENT", "APP_SWITCH"),
          Map.entry("RECENTS", "APP_SWITCH"),
          Map.entry("MUTE", "VOLUME_MUTE"),
          Map.entry("PLAY", "MEDIA_PLAY"),
          Map.entry("PAUSE", "MEDIA_PAUSE"),
          Map.entry("STOP", "MEDIA_STOP"),
          Map.entry("PLAY_PAUSE", "MEDIA_PLAY_PAUSE"),
          Map.entry("REWIND", "MEDIA_REWIND"),
          Map.entry("FAST_FORWARD", "MEDIA_FAST_FORWARD"),
          Map.entry("DELETE", "FORWARD_DEL"),
          Map.entry("BACKSPACE", "DEL"),
          Map.entry("ESC", "ESCAPE"));

  private static final String SAME_NAMES =
      """
      DPAD_UP DPAD_DOWN DPAD_LEFT DPAD_RIGHT DPAD_CENTER BACK HOME MENU POWER VOLUME_UP VOLUME_DOWN
      VOLUME_MUTE CAMERA CALL ENDCALL MEDIA_PLAY_PAUSE MEDIA_PLAY MEDIA_PAUSE MEDIA_STOP MEDIA_REWIND
      MEDIA_FAST_FORWARD MEDIA_NEXT MEDIA_PREVIOUS MEDIA_RECORD MEDIA_EJECT MEDIA_CLOSE MEDIA_AUDIO_TRACK
      MEDIA_SKIP_FORWARD MEDIA_SKIP_BACKWARD MEDIA_STEP_FORWARD MEDIA_STEP_BACKWARD MEDIA_TOP_MENU
      CHANNEL_UP CHANNEL_DOWN LAST_CHANNEL 0 1 2 3 4 5 6 7 8 9 STAR POUND
      A B C D E F G H I J K L M N O P Q R S T U V W X Y Z
      F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12
      ENTER TAB SPACE DEL FORWARD_DEL ESCAPE INSERT PAGE_UP PAGE_DOWN MOVE_HOME MOVE_END CLEAR
      COMMA PERIOD MINUS PLUS EQUALS SLASH BACKSLASH SEMICOLON APOSTROPHE GRAVE AT
      LEFT_BRACKET RIGHT_BRACKET NUMPAD_ENTER NUMPAD_0 NUMPAD_1 NUMPAD_2 NUMPAD_3 NUMPAD_4 NUMPAD_5
      NUMPAD_6 NUMPAD_7 NUMPAD_8 NUMPAD_9 COPY CUT PASTE
      APP_SWITCH WAKEUP SLEEP SOFT_SLEEP SEARCH ASSIST VOICE_ASSIST SETTINGS NOTIFICATION EXPLORER ENVELOPE
      CONTACTS CALENDAR MUSIC CALCULATOR BOOKMARK FORWARD REFRESH BRIGHTNESS_UP BRIGHTNESS_DOWN
      MUTE HEADSETHOOK FOCUS ZOOM_IN ZOOM_OUT LANGUAGE_SWITCH ALL_APPS SYSRQ
      GUIDE INFO DVR TV WINDOW CAPTIONS PAIRING PROG_RED PROG_GREEN PROG_YELLOW PROG_BLUE
      TV_POWER TV_INPUT TV_INPUT_HDMI_1 TV_INPUT_HDMI_2 TV_INPUT_HDMI_3 TV_INPUT_HDMI_4
      TV_TELETEXT TV_NUMBER_ENTRY TV_RADIO_SERVICE TV_TERRESTRIAL_ANALOG TV_TERRESTRIAL_DIGITAL
      TV_SATELLITE TV_CONTENTS_MENU TV_MEDIA_CONTEXT_MENU TV_ZOOM_MODE
      STB_POWER STB_INPUT AVR_POWER AVR_INPUT NAVIGATE_PREVIOUS NAVIGATE_NEXT NAVIGATE_IN NAVIGATE_OUT
      BUTTON_A BUTTON_B BUTTON_X BUTTON_Y BUTTON_L1 BUTTON_R1 BUTTON_START BUTTON_SELECT BUTTON_MODE
      """;

  /** The whole names: {@code KEYCODE_MUTE}, which is the microphone's, not {@code MUTE}'s. */
  private static final Set<String> ANDROIDS =
      Arrays.stream(SAME_NAMES.strip().split("\\s+"))
          .map(PREFIX::concat)
          .collect(Collectors.toUnmodifiableSet());

  private static final SortedMap<String, String> ALL = all();

  private Keys() {}

  /**
   * Android's name of a key.
   *
   * @param key in any case of letters; with {@code KEYCODE_} before it Android's own name wins
   */
  public static Optional<String> code(String key) {
    String name = key.strip().toUpperCase(Locale.ROOT);
    if (ANDROIDS.contains(name)) {
      return Optional.of(name);
    }
    if (name.startsWith(PREFIX)) {
      name = name.substring(PREFIX.length());
    }
    return Optional.ofNullable(ALL.get(name));
  }

  /** All names, for messages. */
  public static String names() {
    return String.join(", ", ALL.keySet());
  }

  private static SortedMap<String, String> all() {
    SortedMap<String, String> keys = new TreeMap<>();
    ANDROIDS.forEach(code -> keys.put(code.substring(PREFIX.length()), code));
    OTHER_NAMES.forEach((name, android) -> keys.put(name, PREFIX + android));
    return Collections.unmodifiableSortedMap(keys);
  }
}
