package com.virtualpytest.host.display.internal;

import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.display.internal.screen.Resolution;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the host's variables say about its display.
 *
 * @param display the X display from {@code HOST_DISPLAY}; empty when that is not set
 * @param inherited the X display from {@code DISPLAY}; empty when there is none on this machine
 * @param resolution of the screen
 * @param vncPort where x11vnc listens
 * @param noVncPort where noVNC listens
 * @param vncBind the address that x11vnc listens on
 * @param noVncBind the address that noVNC listens on: the API's
 * @param password asked for by x11vnc; empty for none. VNC uses its first 8 characters
 * @param open true when everybody may look without a password
 * @param origins of pages that may open WebSockets
 * @param hostUrl base URL of this host as browsers see it
 * @param bash whether shell commands are run; empty when that depends on the user
 */
record DisplaySettings(
    Optional<String> display,
    Optional<String> inherited,
    Resolution resolution,
    int vncPort,
    int noVncPort,
    String vncBind,
    String noVncBind,
    Optional<String> password,
    boolean open,
    List<String> origins,
    String hostUrl,
    Optional<Boolean> bash) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern DISPLAY = Pattern.compile(":(\\d{1,4})(\\.0)?");
  private static final Pattern BIND = Pattern.compile("localhost|[0-9a-fA-F:.]+");

  /**
   * Reads and checks them.
   *
   * @throws SettingException naming the variable and what is allowed
   */
  static DisplaySettings from(Settings settings) throws SettingException {
    Optional<String> password =
        settings.get("VNC_PASSWORD").or(() -> settings.get("HOST_VNC_PASSWORD"));
    return new DisplaySettings(
        hostDisplay(settings),
        settings.get("DISPLAY").filter(DISPLAY.asMatchPredicate()).map(DisplaySettings::plain),
        resolution(settings),
        settings.integer("VNC_PORT", 5900, 1, 65_535),
        settings.integer("NOVNC_PORT", 6080, 1, 65_535),
        bind(settings, "VNC_BIND", LOOPBACK),
        bind(settings, "HOST_BIND", "0.0.0.0"),
        password,
        settings.flag("VNC_ALLOW_NO_PASSWORD", false),
        origins(settings),
        settings.get("HOST_URL", "http://localhost:6109").toLowerCase(Locale.ROOT),
        settings.get("DESKTOP_BASH").isEmpty()
            ? Optional.empty()
            : Optional.of(settings.flag("DESKTOP_BASH", false)));
  }

  /** True when only this machine may look. */
  boolean loopbackOnly() {
    return password.isEmpty() && !open;
  }

  /** The address for x11vnc: nobody else can reach it where only this machine may look. */
  String vncAddress() {
    return loopbackOnly() ? LOOPBACK : vncBind;
  }

  private static Optional<String> hostDisplay(Settings settings) throws SettingException {
    Optional<String> display = settings.get("HOST_DISPLAY").map(String::strip);
    if (display.isPresent() && !DISPLAY.matcher(display.get()).matches()) {
      throw new SettingException(
          "HOST_DISPLAY", "must be an X display such as :1, or none, was " + shown(display.get()));
    }
    return display.map(DisplaySettings::plain);
  }

  private static String plain(String display) {
    return display.replaceFirst("\\.0$", "");
  }

  private static Resolution resolution(Settings settings) throws SettingException {
    String value = settings.get("DISPLAY_RESOLUTION", "1920x1080x24").strip();
    return Resolution.parse(value)
        .orElseThrow(
            () ->
                new SettingException(
                    "DISPLAY_RESOLUTION",
                    "must be " + Resolution.ALLOWED + ", was " + shown(value)));
  }

  private static String bind(Settings settings, String variable, String fallback)
      throws SettingException {
    String value = settings.get(variable, fallback).strip();
    if (!BIND.matcher(value).matches()) {
      throw new SettingException(variable, "must be an IP address, was " + shown(value));
    }
    return value.equals("localhost") ? LOOPBACK : value;
  }

  private static List<String> origins(Settings settings) {
    return Arrays.stream(settings.get("ALLOWED_ORIGINS", "").split(","))
        .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
        .filter(origin -> !origin.isEmpty())
        .toList();
  }

  private static String shown(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "…";
  }

  @Override
  public String toString() {
    return "DisplaySettings[" + display.orElse("") + ", " + resolution + "]";
  }
}
