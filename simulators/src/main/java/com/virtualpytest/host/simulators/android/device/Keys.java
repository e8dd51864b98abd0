package com.virtualpytest.host.simulators.android.device;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names and numbers of keys, from {@code android.view.KeyEvent}. */
public final class Keys {

  private static final String NAMES =
      """
      0 UNKNOWN 3 HOME 4 BACK 5 CALL 6 ENDCALL 7 0 8 1 9 2 10 3 11 4 12 5 13 6 14 7 15 8 16 9 \
      17 STAR 18 POUND 19 DPAD_UP 20 DPAD_DOWN 21 DPAD_LEFT 22 DPAD_RIGHT 23 DPAD_CENTER \
      24 VOLUME_UP 25 VOLUME_DOWN 26 POWER 27 CAMERA 28 CLEAR 29 A 30 B 31 C 32 D 33 E 34 F 35 G \
      36 H 37 I 38 J 39 K 40 L 41 M 42 N 43 O 44 P 45 Q 46 R 47 S 48 T 49 U 50 V 51 W 52 X 53 Y \
      54 Z 55 COMMA 56 PERIOD 57 ALT_LEFT 58 ALT_RIGHT 59 SHIFT_LEFT 60 SHIFT_RIGHT 61 TAB \
      62 SPACE 66 ENTER 67 DEL 68 GRAVE 69 MINUS 70 EQUALS 71 LEFT_BRACKET 72 RIGHT_BRACKET \
      73 BACKSLASH 74 SEMICOLON 75 APOSTROPHE 76 SLASH 77 AT 79 HEADSETHOOK 80 FOCUS 81 PLUS \
      82 MENU 83 NOTIFICATION 84 SEARCH 85 MEDIA_PLAY_PAUSE 86 MEDIA_STOP 87 MEDIA_NEXT \
      88 MEDIA_PREVIOUS 89 MEDIA_REWIND 90 MEDIA_FAST_FORWARD 91 MUTE 92 PAGE_UP 93 PAGE_DOWN \
      111 ESCAPE 112 FORWARD_DEL 113 CTRL_LEFT 114 CTRL_RIGHT 115 CAPS_LOCK 122 MOVE_HOME \
      123 MOVE_END 124 INSERT 125 FORWARD 126 MEDIA_PLAY 127 MEDIA_PAUSE 128 MEDIA_CLOSE \
      129 MEDIA_EJECT 130 MEDIA_RECORD 131 F1 132 F2 133 F3 134 F4 135 F5 136 F6 137 F7 138 F8 \
      139 F9 140 F10 141 F11 142 F12 144 NUMPAD_0 145 NUMPAD_1 146 NUMPAD_2 147 NUMPAD_3 \
      148 NUMPAD_4 149 NUMPAD_5 150 NUMPAD_6 151 NUMPAD_7 152 NUMPAD_8 153 NUMPAD_9 \
      160 NUMPAD_ENTER 164 VOLUME_MUTE 165 INFO 166 CHANNEL_UP 167 CHANNEL_DOWN 168 ZOOM_IN \
      169 ZOOM_OUT 170 TV 171 WINDOW 172 GUIDE 173 DVR 174 BOOKMARK 175 CAPTIONS 176 SETTINGS \
      177 TV_POWER 178 TV_INPUT 179 STB_POWER 180 STB_INPUT 181 AVR_POWER 182 AVR_INPUT \
      183 PROG_RED 184 PROG_GREEN 185 PROG_YELLOW 186 PROG_BLUE 187 APP_SWITCH 207 CONTACTS \
      208 CALENDAR 209 MUSIC 210 CALCULATOR 219 ASSIST 220 BRIGHTNESS_DOWN 221 BRIGHTNESS_UP \
      222 MEDIA_AUDIO_TRACK 223 SLEEP 224 WAKEUP 225 PAIRING 226 MEDIA_TOP_MENU 229 LAST_CHANNEL \
      231 VOICE_ASSIST 259 HELP 264 NAVIGATE_PREVIOUS 268 DPAD_UP_LEFT 269 DPAD_DOWN_LEFT \
      270 DPAD_UP_RIGHT 271 DPAD_DOWN_RIGHT 276 SOFT_SLEEP 277 CUT 278 COPY 279 PASTE 284 ALL_APPS
      """;

  private static final Map<String, String> CHARACTERS =
      Map.ofEntries(
          Map.entry("SPACE", " "),
          Map.entry("COMMA", ","),
          Map.entry("PERIOD", "."),
          Map.entry("MINUS", "-"),
          Map.entry("EQUALS", "="),
          Map.entry("SLASH", "/"),
          Map.entry("SEMICOLON", ";"),
          Map.entry("AT", "@"),
          Map.entry("PLUS", "+"),
          Map.entry("STAR", "*"),
          Map.entry("POUND", "#"));

  private final Map<String, String> byNumber = new HashMap<>();

  /** All of them. */
  public Keys() {
    String[] words = NAMES.strip().split("\\s+", -1);
    for (int i = 0; i < words.length; i += 2) {
      byNumber.put(words[i], words[i + 1]);
    }
  }

  /** The name without {@code KEYCODE_} of what {@code input keyevent} was given, else UNKNOWN. */
  public String name(String given) {
    if (byNumber.containsKey(given)) {
      return byNumber.get(given);
    }
    String name = given.toUpperCase(Locale.ROOT);
    boolean prefixed = name.startsWith("KEYCODE_");
    String plain = prefixed ? name.substring("KEYCODE_".length()) : name;
    boolean known = byNumber.containsValue(plain) && (prefixed || !plain.matches("\\d+"));
    return known ? plain : "UNKNOWN";
  }

  /** What a key types; "" if it types nothing. */
  public String character(String name) {
    String plain = name.startsWith("NUMPAD_") ? name.substring("NUMPAD_".length()) : name;
    return plain.length() == 1 ? plain.toLowerCase(Locale.ROOT) : CHARACTERS.getOrDefault(name, "");
  }
}
