package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.adb.internal.client.ShellScript;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the screen is as it is held now: what taps and screenshots count in.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record ScreenSize(int width, int height) {
  private static final Pattern WIDTH = Pattern.compile("mDisplayWidth=(\\d{1,5})\\b");
  private static final Pattern HEIGHT = Pattern.compile("mDisplayHeight=(\\d{1,5})\\b");
  private static final Pattern TURNED = Pattern.compile("mCurrentOrientation=[13]\\b");
  private static final Pattern OVERRIDE = Pattern.compile("Override size: (\\d{1,5})x(\\d{1,5})");
  private static final Pattern PHYSICAL = Pattern.compile("Physical size: (\\d{1,5})x(\\d{1,5})");

  /** Runs a script on a device and brings what it prints. */
  public interface Printer {
    String print(ShellScript script) throws IOException, InterruptedException;
  }

  /** Asks a device; empty when it does not tell. */
  public static Optional<ScreenSize> ask(Printer device) throws IOException, InterruptedException {
    String display = device.print(ShellScript.of("dumpsys", "display"));
    Optional<ScreenSize> size = ofDumpsys(display);
    return size.isPresent()
        ? size
        : ofWindowManager(device.print(ShellScript.of("wm", "size")), display);
  }

  /** What {@code dumpsys display} says, which already knows how the device is held. */
  private static Optional<ScreenSize> ofDumpsys(String text) {
    Matcher width = WIDTH.matcher(text);
    Matcher height = HEIGHT.matcher(text);
    return width.find() && height.find() ? of(width.group(1), height.group(1)) : Optional.empty();
  }

  /**
   * What {@code wm size} says: the size that was set, else that of the panel; both upright.
   *
   * @param display what {@code dumpsys display} said, for how the device is held
   */
  private static Optional<ScreenSize> ofWindowManager(String text, String display) {
    Matcher size = OVERRIDE.matcher(text);
    if (!size.find()) {
      size = PHYSICAL.matcher(text);
      if (!size.find()) {
        return Optional.empty();
      }
    }
    boolean turned = TURNED.matcher(display).find();
    return of(size.group(turned ? 2 : 1), size.group(turned ? 1 : 2));
  }

  private static Optional<ScreenSize> of(String width, String height) {
    ScreenSize size = new ScreenSize(Integer.parseInt(width), Integer.parseInt(height));
    return size.width() > 0 && size.height() > 0 ? Optional.of(size) : Optional.empty();
  }
}
