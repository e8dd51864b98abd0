package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.adb.internal.client.ShellResult;
import com.virtualpytest.host.adb.internal.client.ShellScript;
import com.virtualpytest.host.api.driver.App;
import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What can be done on an Android device. All methods throw an {@link ApiException} when the device
 * refuses, or could not be asked. One thread at a time.
 */
public final class AndroidDevice {
  private static final Duration INPUT = Duration.ofSeconds(5);
  private static final Duration PROGRAMS = Duration.ofSeconds(10);
  private static final Duration SCREEN = Duration.ofSeconds(30);
  private static final int MAX_PICTURE = 64 << 20;
  private static final int MAX_WARNING = 4096;
  private static final int SHOWN = 200;
  private static final String DUMP_FILE = "/sdcard/ui_dump.xml";
  private static final String UNICODE_KEYBOARD = "com.android.adbkeyboard/";
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] PNG_END = {'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82};

  private final Shell shell;

  public AndroidDevice(Shell shell) {
    this.shell = shell;
  }

  /**
   * Presses a key.
   *
   * @param code Android's name, from {@link Keys#code}
   */
  public void press(String code) throws InterruptedException {
    input(INPUT, "keyevent", code);
  }

  /** Touches the screen at a place, in pixels. */
  public void tap(int x, int y) throws InterruptedException {
    input(INPUT, "tap", text(x), text(y));
  }

  /**
   * Draws a finger over the screen, in pixels.
   *
   * @param millis how long that takes
   */
  public void swipe(int fromX, int fromY, int toX, int toY, int millis)
      throws InterruptedException {
    input(
        INPUT.plusMillis(millis),
        "swipe",
        text(fromX),
        text(fromY),
        text(toX),
        text(toY),
        text(millis));
  }

  /**
   * Types a text where the device has its cursor.
   *
   * @throws IllegalArgumentException a control character
   */
  public void type(String text) throws InterruptedException {
    List<ShellScript> scripts = InputText.scripts(text);
    if (!InputText.plain(text)) {
      if (!unicodeKeyboard()) {
        throw new ApiException(
            ErrorCode.NOT_SUPPORTED,
            "The device's keyboard does not have all of these characters",
            "Install ADBKeyboard (com.android.adbkeyboard) on the device and choose it as keyboard",
            null);
      }
      scripts = InputText.broadcasts(text);
    }
    for (ShellScript script : scripts) {
      succeed(shell.run(script, PROGRAMS), "The device did not take the text");
    }
  }

  /**
   * Starts a program by the activity that the device names for it.
   *
   * @param categories in the order of preference
   */
  public void launch(String packageName, List<String> categories) throws InterruptedException {
    String component =
        resolve(packageName, categories)
            .orElseThrow(
                () ->
                    new ApiException(
                        ErrorCode.NOT_FOUND,
                        "The device has no activity to launch for " + packageName,
                        "POST /host/remote/getApps lists what is installed",
                        null));
    ShellResult result = shell.run(ShellScript.of("am", "start", "-n", component), PROGRAMS);
    succeed(result, "The device did not launch " + packageName);
  }

  /** Ends a program. */
  public void close(String packageName) throws InterruptedException {
    ShellResult result = shell.run(ShellScript.of("am", "force-stop", packageName), PROGRAMS);
    succeed(result, "The device did not end " + packageName);
  }

  /**
   * The installed programs.
   *
   * @param options of {@code pm list packages}
   */
  public List<App> apps(List<String> options) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("pm", "list", "packages"));
    argv.addAll(options);
    ShellResult result = shell.run(ShellScript.of(argv), PROGRAMS);
    succeed(result, "The device did not list its programs");
    return Packages.listed(result.out());
  }

  /** What is on the screen, as far as it can be read. */
  public UiDump dump() throws InterruptedException {
    // a dump that fails leaves the file of the one before
    ShellScript dump =
        ShellScript.of("rm", "-f", DUMP_FILE)
            .then(ShellScript.of("uiautomator", "dump", "--compressed", DUMP_FILE));
    ShellResult dumped = shell.run(dump, SCREEN);
    if (dumped.exitCode() != 0 || dumped.all().contains("ERROR")) {
      throw refused("Failed to dump UI: " + line(dumped));
    }
    ShellResult read = shell.run(ShellScript.of("cat", DUMP_FILE), SCREEN);
    if (read.exitCode() != 0) {
      throw refused("Failed to read UI dump: " + line(read));
    }
    String xml = read.out();
    if (xml.isBlank()) {
      throw refused("No UI data received from device");
    }
    return UiDump.parse(xml);
  }

  /** What is on the screen, all of it: what is not in it is not there. */
  public List<UiElement> elements() throws InterruptedException {
    UiDump dump = dump();
    if (!dump.complete()) {
      throw incomplete();
    }
    return dump.elements();
  }

  /** What could be made out on the screen, to find something there: there may be more. */
  public List<UiElement> found() throws InterruptedException {
    UiDump dump = dump();
    if (!dump.complete() && dump.elements().isEmpty()) {
      throw incomplete();
    }
    return dump.elements();
  }

  private static ApiException incomplete() {
    return refused("The device's UI dump is not complete");
  }

  /** What the screen shows, as PNG. */
  public byte[] screenshot() throws InterruptedException {
    byte[] picture =
        shell.read(
            ShellScript.of("screencap", "-p"),
            MAX_PICTURE,
            bytes -> bytes.length == 0 || (begin(bytes) >= 0 && !endsWith(bytes, PNG_END)),
            SCREEN);
    int begin = begin(picture);
    if (begin < 0) {
      String said = new String(picture, 0, Math.min(picture.length, SHOWN), StandardCharsets.UTF_8);
      throw refused("Failed to take screenshot: " + line(said));
    }
    return begin == 0 ? picture : Arrays.copyOfRange(picture, begin, picture.length);
  }

  /** Where the picture begins: devices with two displays print a warning before it. −1: nowhere. */
  private static int begin(byte[] bytes) {
    for (int i = 0; i <= Math.min(MAX_WARNING, bytes.length - PNG.length); i++) {
      if (Arrays.equals(bytes, i, i + PNG.length, PNG, 0, PNG.length)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<String> resolve(String packageName, List<String> categories)
      throws InterruptedException {
    for (String category : categories) {
      ShellResult found =
          shell.run(
              ShellScript.of(
                  "cmd", "package", "resolve-activity", "--brief", "-c", category, packageName),
              PROGRAMS);
      if (found.exitCode() != 0) {
        break; // Android 6 and earlier have no such command
      }
      Optional<String> component = Packages.resolved(found.out(), packageName);
      if (component.isPresent()) {
        return component;
      }
    }
    ShellResult dumped = shell.run(ShellScript.of("pm", "dump", packageName), PROGRAMS);
    return Packages.dumped(dumped.out(), packageName);
  }

  private boolean unicodeKeyboard() throws InterruptedException {
    ShellScript ask = ShellScript.of("settings", "get", "secure", "default_input_method");
    return shell.run(ask, INPUT).out().strip().startsWith(UNICODE_KEYBOARD);
  }

  private void input(Duration within, String... what) throws InterruptedException {
    List<String> argv = new ArrayList<>(List.of("input"));
    argv.addAll(List.of(what));
    succeed(shell.run(ShellScript.of(argv), within), "The device did not take the input");
  }

  private static void succeed(ShellResult result, String otherwise) {
    if (failed(result)) {
      String reason = line(result);
      throw refused(reason.isEmpty() ? otherwise : otherwise + ": " + reason);
    }
  }

  /** Many of Android's programs end with 0 when they failed. */
  private static boolean failed(ShellResult result) {
    return result.exitCode() != 0
        || result.all().lines().anyMatch(line -> line.startsWith("Error"))
        || result.err().contains("Exception");
  }

  private static ApiException refused(String text) {
    return new ApiException(ErrorCode.DEVICE_REFUSED, text);
  }

  private static String line(ShellResult result) {
    String errors = line(result.err());
    return errors.isEmpty() ? line(result.out()) : errors;
  }

  private static String line(String text) {
    String line = text.lines().map(String::strip).filter(l -> !l.isEmpty()).findFirst().orElse("");
    String shown = line.replaceAll("\\p{Cntrl}", "");
    return shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "…";
  }

  private static String text(int number) {
    return Integer.toString(number);
  }

  private static boolean endsWith(byte[] bytes, byte[] end) {
    return bytes.length >= end.length
        && Arrays.equals(bytes, bytes.length - end.length, bytes.length, end, 0, end.length);
  }
}
