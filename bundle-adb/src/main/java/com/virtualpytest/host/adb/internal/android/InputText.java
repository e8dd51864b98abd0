package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.adb.internal.client.AdbClient;
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

  /** Leaves room for what asks old devices for the exit code. */
  private static final int MAX_SCRIPT = AdbClient.OLD_SERVICE - 1000;

  private static final int PIECE = 200;

  /** Characters of four bytes at most, which Base64 makes a third longer. */
  private static final int BROADCAST = 500;

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
   * Scripts that type any text, to be run one after the other, where the keyboard ADBKeyboard
   * (package {@code com.android.adbkeyboard}) is the chosen one.
   */
  static List<ShellScript> broadcasts(String text) {
    List<ShellScript> pieces = new ArrayList<>();
    int begin = 0;
    while (begin < text.length()) {
      int points = Math.min(BROADCAST, text.codePointCount(begin, text.length()));
      int end = text.offsetByCodePoints(begin, points);
      byte[] bytes = text.substring(begin, end).getBytes(StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(bytes);
      pieces.add(ShellScript.of("am", "broadcast", "-a", "ADB_INPUT_B64", "--es", "msg", encoded));
      begin = end;
    }
    return pieces;
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
