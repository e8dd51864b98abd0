package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.adb.internal.client.ShellScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Turns a text into scripts that type it. Android's {@code input text} makes a blank of {@code %s},
 * so that these two characters are typed in two commands; the ends of lines and tabs are keys.
 */
public final class InputText {
  /** The longest text. */
  public static final int MAX_LENGTH = 4000;

  /** Old devices take services of 4096 bytes. */
  private static final int MAX_SCRIPT = 3000;

  private static final int PIECE = 200;

  private final List<ShellScript> scripts = new ArrayList<>();
  private ShellScript current;

  private InputText() {}

  /**
   * The scripts, to be run one after the other.
   *
   * @throws IllegalArgumentException a control character that is no key
   */
  public static List<ShellScript> scripts(String text) {
    InputText typing = new InputText();
    StringBuilder piece = new StringBuilder();
    int[] points = text.replace("\r\n", "\n").replace('\r', '\n').codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int point = points[i];
      if (point == '\n' || point == '\t') {
        typing.text(piece);
        typing.add(
            ShellScript.of("input", "keyevent", point == '\n' ? "KEYCODE_ENTER" : "KEYCODE_TAB"));
        continue;
      }
      if (Character.isISOControl(point)) {
        throw new IllegalArgumentException("a control character cannot be typed");
      }
      if (point == ' ') {
        piece.append("%s");
      } else {
        piece.appendCodePoint(point);
      }
      boolean wouldBeABlank = point == '%' && i + 1 < points.length && points[i + 1] == 's';
      if (wouldBeABlank || piece.length() >= PIECE) {
        typing.text(piece);
      }
    }
    typing.text(piece);
    return typing.end();
  }

  /** Whether every character is on the keyboard that each Android device has. */
  public static boolean plain(String text) {
    return text.chars().allMatch(c -> c < 0x7f);
  }

  /**
   * Types any text, where the keyboard ADBKeyboard (package {@code com.android.adbkeyboard}) is the
   * chosen one.
   */
  static ShellScript broadcast(String text) {
    String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return ShellScript.of("am", "broadcast", "-a", "ADB_INPUT_B64", "--es", "msg", encoded);
  }

  private void text(StringBuilder piece) {
    if (!piece.isEmpty()) {
      add(ShellScript.of("input", "text", piece.toString()));
      piece.setLength(0);
    }
  }

  private void add(ShellScript script) {
    if (current == null) {
      current = script;
    } else if (current.length() + script.length() > MAX_SCRIPT) {
      scripts.add(current);
      current = script;
    } else {
      current = current.and(script);
    }
  }

  private List<ShellScript> end() {
    if (current != null) {
      scripts.add(current);
    }
    return List.copyOf(scripts);
  }
}
