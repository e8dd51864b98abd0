package com.virtualpytest.host.camera.internal;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.SettingException;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.driver.CaptureFolder;
import com.virtualpytest.host.api.driver.CapturePaths;
import com.virtualpytest.host.camera.internal.analysis.Region;
import com.virtualpytest.host.camera.internal.recording.Limits;
import com.virtualpytest.host.camera.internal.source.Source;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is said about a source.
 *
 * @param paths under which its pictures are known
 * @param source where they come from
 * @param audio the ALSA device beside a V4L2 device; empty for none
 * @param sound whether sound is taken where there is some
 * @param fps pictures per second of the stream
 * @param size that is asked of a V4L2 device
 * @param format that is asked of a V4L2 device
 * @param folder where its files go
 * @param addressFile keeps an address with a password out of sight
 * @param ignored parts of the picture whose changes count for nothing
 * @param kept of the recordings of all sources
 */
public record CameraSettings(
    CapturePaths paths,
    Source source,
    Optional<String> audio,
    boolean sound,
    int fps,
    String size,
    String format,
    CaptureFolder folder,
    Path addressFile,
    List<Region> ignored,
    Limits kept) {

  /** The settings that are read, without prefix; the host says with another one what it shows. */
  static final String[] NAMES = {
    "VIDEO",
    "VIDEO_SOURCE",
    "VIDEO_AUDIO",
    "VIDEO_FPS",
    "VIDEO_STREAM_PATH",
    "VIDEO_CAPTURE_PATH",
    "VIDEO_SIZE",
    "VIDEO_FORMAT",
    "VIDEO_IGNORE"
  };

  /** The folder of what {@code saveScreenshot} keeps; no source may be called so. */
  static final String SCREENSHOTS = "screenshots";

  private static final int CAMERA_FPS = 10;
  private static final int DISPLAY_FPS = 2;

  /**
   * Reads and checks them.
   *
   * @throws SettingException naming the variable and what is allowed
   */
  static CameraSettings from(DeviceDefinition device, Settings host) throws SettingException {
    boolean display = device.id().equals(DeviceDefinition.HOST_ID);
    String variable = display ? "VIDEO_SOURCE" : "VIDEO";
    device.require(variable);
    CapturePaths paths = CapturePaths.of(device).orElseThrow();
    Source source =
        Source.parse(paths.source())
            .orElseThrow(
                () -> new SettingException(device.variable(variable), "must be " + Source.ALLOWED));
    Optional<String> audio =
        device.get("VIDEO_AUDIO").map(String::strip).filter(name -> !name.equals("null"));
    boolean card = source instanceof Source.V4l2;
    return new CameraSettings(
        paths,
        source,
        audio,
        card ? audio.isPresent() : !source.display(),
        device.integer("VIDEO_FPS", source.display() ? DISPLAY_FPS : CAMERA_FPS, 1, 60),
        matching(device, "VIDEO_SIZE", "1280x720", "\\d{2,5}x\\d{2,5}", "WIDTHxHEIGHT"),
        matching(device, "VIDEO_FORMAT", "mjpeg", "[a-z0-9_]{1,20}", "a pixel format of ffmpeg"),
        folder(device, paths, host),
        data(host).resolve("camera").resolve(paths.folder() + ".ffconcat"),
        regions(device),
        Limits.from(host));
  }

  /** How many stills a second are made. */
  public int stillsPerSecond() {
    return source.display() ? 2 : 5;
  }

  /** How long a segment of the stream is, in seconds: three of them are soon there. */
  public int segmentSeconds() {
    return source.display() ? 2 : 1;
  }

  /** The setting that names the folder of its files. */
  static String folderVariable(DeviceDefinition device) {
    boolean display = device.id().equals(DeviceDefinition.HOST_ID);
    return device.variable(display ? "VIDEO_CAPTURE_PATH" : "VIDEO_STREAM_PATH");
  }

  private static CaptureFolder folder(DeviceDefinition device, CapturePaths paths, Settings host)
      throws SettingException {
    String name = paths.folder();
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,39}") || name.equals(SCREENSHOTS)) {
      throw new SettingException(
          folderVariable(device),
          "must end with the name of a folder: letters, digits, . _ -, and not screenshots");
    }
    Path data = data(host);
    Path base = path(host, "STREAM_BASE_PATH", data).orElse(data.resolve("stream"));
    Path cold = base.resolve(name);
    Path hot =
        path(host, "STREAM_HOT_PATH", data)
            .map(memory -> memory.resolve(name))
            .orElse(cold.resolve("hot"));
    return new CaptureFolder(cold, hot);
  }

  private static Path data(Settings host) {
    return Path.of(host.get("HOST_DATA_DIR", ".")).toAbsolutePath();
  }

  private static Optional<Path> path(Settings host, String variable, Path data)
      throws SettingException {
    try {
      return host.get(variable).map(data::resolve);
    } catch (InvalidPathException e) {
      throw new SettingException(variable, "must be the path of a folder");
    }
  }

  private static String matching(
      DeviceDefinition device, String setting, String fallback, String regex, String allowed)
      throws SettingException {
    String value = device.get(setting).orElse(fallback).strip();
    if (!value.matches(regex)) {
      throw new SettingException(device.variable(setting), "must be " + allowed);
    }
    return value;
  }

  private static List<Region> regions(DeviceDefinition device) throws SettingException {
    return Region.parse(device.get("VIDEO_IGNORE").orElse(""))
        .orElseThrow(
            () ->
                new SettingException(
                    device.variable("VIDEO_IGNORE"),
                    "must be x,y,width,height in pixels of a still of 1280x720, more of them"
                        + " after a semicolon"));
  }

  @Override
  public String toString() {
    return "CameraSettings[" + paths.shownSource() + ", " + folder.name() + "]";
  }
}
