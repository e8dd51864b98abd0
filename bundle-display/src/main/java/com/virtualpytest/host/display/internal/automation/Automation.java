package com.virtualpytest.host.display.internal.automation;

import com.virtualpytest.host.display.internal.screen.ImageSearch;
import com.virtualpytest.host.display.internal.screen.Picture;
import com.virtualpytest.host.display.internal.screen.XKeyboard;
import com.virtualpytest.host.display.internal.screen.XScreen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The commands of the wire. Failures that a caller can do something about are outcomes; an {@link
 * IOException} means that the display or the system does not do its part.
 */
public final class Automation {
  private static final String PREFIX = "execute_pyautogui_";

  /** Older names. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "execute_ldtp_click", "click",
          "execute_ldtp_rightclick", "rightclick",
          "execute_ldtp_doubleclick", "doubleclick",
          "execute_ldtp_keypress", "keypress",
          "execute_ldtp_enterstring", "type");

  private static final Set<String> COMMANDS =
      Set.of(
          "click",
          "rightclick",
          "doubleclick",
          "keypress",
          "type",
          "screenshot",
          "locate",
          "locate_and_click",
          "move",
          "scroll",
          "launch");

  private static final Duration LAUNCH_GRACE = Duration.ofMillis(300);
  private static final double MAX_SECONDS = 60;

  private final Programs programs;
  private final Shell shell;
  private final Xdotool xdotool;
  private final XScreen screen;
  private final PictureFiles pictures;

  /**
   * @param environment the host's own
   * @param display {@code :1}
   * @param folder where commands run and pictures lie
   */
  public Automation(Map<String, String> environment, String display, Path folder) {
    this.programs = new Programs(environment, display, folder);
    this.shell = new Shell(programs);
    this.xdotool = new Xdotool(programs, new XKeyboard(display));
    this.screen = new XScreen(display);
    this.pictures = new PictureFiles(folder.resolve("screenshots"));
  }

  /** Runs a shell command. */
  public Outcome shell(Map<String, Object> params) throws IOException, InterruptedException {
    return shell.run(new Parameters(params));
  }

  /** Whether there is such a command, besides those of the shell. */
  public static boolean knows(String command) {
    return COMMANDS.contains(what(command));
  }

  private static String what(String command) {
    String what = ALIASES.get(command);
    if (what == null) {
      what = command.startsWith(PREFIX) ? command.substring(PREFIX.length()) : "";
    }
    return what;
  }

  /** Runs any other command. */
  public Outcome run(String command, Map<String, Object> params)
      throws IOException, InterruptedException {
    String what = what(command);
    Parameters given = new Parameters(params);
    try {
      return switch (what) {
        case "click" -> click(given, what, 1, 1, "Click");
        case "rightclick" -> click(given, what, 3, 1, "Right-click");
        case "doubleclick" -> click(given, what, 1, 2, "Double-click");
        case "keypress" -> press(given);
        case "type" -> type(given);
        case "screenshot" -> screenshot(given);
        case "locate" -> locate(given, false);
        case "locate_and_click" -> locate(given, true);
        case "move" -> move(given);
        case "scroll" -> scroll(given);
        case "launch" -> launch(given);
        default -> Outcome.failed("Unknown PyAutoGUI command: " + command);
      };
    } catch (Xdotool.Refused | PictureFiles.Refused e) {
      return Outcome.failed(e.getMessage());
    }
  }

  private Outcome click(Parameters given, String what, int button, int times, String word)
      throws IOException, InterruptedException {
    OptionalInt x = given.coordinate("x");
    OptionalInt y = given.coordinate("y");
    if (x.isEmpty() || y.isEmpty()) {
      return Outcome.failed("Missing x or y coordinates for " + what);
    }
    xdotool.click(x.getAsInt(), y.getAsInt(), button, times);
    return Outcome.done("%s executed at (%d, %d)".formatted(word, x.getAsInt(), y.getAsInt()));
  }

  private Outcome move(Parameters given) throws IOException, InterruptedException {
    OptionalInt x = given.coordinate("x");
    OptionalInt y = given.coordinate("y");
    if (x.isEmpty() || y.isEmpty()) {
      return Outcome.failed("Missing x or y coordinates for move");
    }
    xdotool.move(x.getAsInt(), y.getAsInt(), seconds(given, "duration"));
    return Outcome.done("Mouse moved to (%d, %d)".formatted(x.getAsInt(), y.getAsInt()));
  }

  private Outcome scroll(Parameters given) throws IOException, InterruptedException {
    int clicks = (int) Math.max(-100, Math.min(100, given.number("clicks", 1)));
    OptionalInt x = given.coordinate("x");
    OptionalInt y = given.coordinate("y");
    if (x.isPresent() && y.isPresent()) {
      xdotool.move(x.getAsInt(), y.getAsInt(), Duration.ZERO);
    }
    xdotool.scroll(clicks);
    return Outcome.done("Scrolled " + clicks + " clicks");
  }

  private Outcome press(Parameters given) throws IOException, InterruptedException {
    List<String> keys = given.texts("keys");
    String key = given.text("key");
    boolean combination = keys != null && !keys.isEmpty();
    if (!combination && (key == null || key.isEmpty())) {
      return Outcome.failed("Missing key or keys for keypress");
    }
    List<String> wanted = combination ? keys : List.of(key);
    List<String> plain = wanted.stream().map(KeyNames::plain).toList();
    List<String> xNames = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      Optional<String> name = KeyNames.x(plain.get(i));
      if (name.isEmpty()) {
        return Outcome.failed("Unknown key: " + wanted.get(i));
      }
      xNames.add(name.get());
    }
    xdotool.press(xNames);
    return Outcome.done(
        combination
            ? "Key combination pressed: " + listed(wanted) + " -> " + listed(plain)
            : "Key pressed: " + key + " -> " + plain.get(0));
  }

  private Outcome type(Parameters given) throws IOException, InterruptedException {
    String text = given.text("text");
    if (text == null || text.isEmpty()) {
      return Outcome.failed("Missing text for type");
    }
    if (SafetyRules.blocksText(text)) {
      return Outcome.failed("SECURITY BLOCK: this command line is not typed");
    }
    xdotool.type(text, seconds(given, "interval"));
    return Outcome.done("Text typed: " + text);
  }

  private Outcome screenshot(Parameters given) throws IOException {
    Picture picture = region(given, screen.picture());
    String file = given.text("filename");
    if (file == null || file.isBlank()) {
      return Outcome.done("Screenshot taken (not saved)");
    }
    return Outcome.done("Screenshot saved to: " + pictures.write(file, picture.png()));
  }

  private Outcome locate(Parameters given, boolean click) throws IOException, InterruptedException {
    String path = given.text("image_path");
    if (path == null || path.isBlank()) {
      return Outcome.failed("Missing image_path for " + (click ? "locate_and_click" : "locate"));
    }
    double confidence = Math.max(0.1, Math.min(1, given.number("confidence", 0.9)));
    int[] region = given.region("region");
    Picture wanted = pictures.read(path);
    Optional<ImageSearch.Match> found =
        ImageSearch.find(region(given, screen.picture()), wanted, confidence - 1e-6);
    if (found.isEmpty()) {
      return Outcome.failed("Image not found: " + path);
    }
    ImageSearch.Match match = found.get();
    int left = match.x() + (region == null ? 0 : Math.max(0, region[0]));
    int top = match.y() + (region == null ? 0 : Math.max(0, region[1]));
    if (!click) {
      return Outcome.done(
          "Image found at: Box(left=%d, top=%d, width=%d, height=%d)"
              .formatted(left, top, match.width(), match.height()));
    }
    int x = left + match.width() / 2;
    int y = top + match.height() / 2;
    xdotool.click(x, y, 1, 1);
    return Outcome.done("Image found and clicked at: (%d, %d)".formatted(x, y));
  }

  private Outcome launch(Parameters given) throws IOException, InterruptedException {
    String name = given.text("app_name");
    if (name == null || name.isBlank()) {
      return Outcome.failed("Missing app_name for launch");
    }
    name = name.strip();
    if (SafetyRules.blocksProgram(name)) {
      return Outcome.failed("SECURITY BLOCK: " + name + " is not launched");
    }
    if (name.matches("(?s).*\\s.*") || name.startsWith("-")) {
      return Outcome.failed("Failed to launch " + name + ": the name of one program is wanted");
    }
    ProgramResult ended = programs.launch(List.of(name), LAUNCH_GRACE);
    if (ended != null && !ended.ok()) {
      return Outcome.failed(
          "Failed to launch %s: %s"
              .formatted(
                  name,
                  ended.exitCode() == 127
                      ? "no such program"
                      : "it ended with exit code " + ended.exitCode()));
    }
    return Outcome.done("Application launched: " + name);
  }

  private static Picture region(Parameters given, Picture picture) {
    int[] region = given.region("region");
    return region == null
        ? picture
        : picture.cut(region[0], region[1], Math.max(0, region[2]), Math.max(0, region[3]));
  }

  private static Duration seconds(Parameters given, String key) {
    double seconds = Math.max(0, Math.min(MAX_SECONDS, given.number(key, 0)));
    return Duration.ofMillis((long) (seconds * 1000));
  }

  /** As the list is written in the clients' language. */
  private static String listed(List<String> keys) {
    return "['" + String.join("', '", keys) + "']";
  }
}
