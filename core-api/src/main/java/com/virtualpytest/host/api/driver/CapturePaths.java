package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.device.DeviceDefinition;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The paths under which a device's pictures are known on the wire, and the source they come from,
 * as they are configured. Not all of them are paths of this machine.
 *
 * @param source the value of {@code DEVICEn_VIDEO} or {@code HOST_VIDEO_SOURCE}; may hold a
 *     password
 * @param folder the name of the folder of its files
 * @param stream where browsers find it: {@code /host/stream/capture1}
 * @param capture what is registered with the server, which cuts {@code /var/www/html} off it to
 *     build addresses: {@code /var/www/html/stream/capture1}
 */
public record CapturePaths(String source, String folder, String stream, String capture) {

  /** Up to the last @: a password may hold all that an address is taken apart at. */
  private static final Pattern USER_INFO = Pattern.compile("(://)\\S*@");

  private static final String STREAM = "/host/stream/";
  private static final String REGISTERED = "/var/www/html/stream/";

  public CapturePaths {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(capture, "capture");
  }

  /** The paths of a device; empty when no source is configured. */
  public static Optional<CapturePaths> of(DeviceDefinition device) {
    boolean display = device.id().equals(DeviceDefinition.HOST_ID);
    return device
        .get(display ? "VIDEO_SOURCE" : "VIDEO")
        .map(source -> display ? ofDisplay(source, device) : ofDevice(source, device));
  }

  private static CapturePaths ofDevice(String source, DeviceDefinition device) {
    String number = device.id().replaceFirst("^device", "");
    String stream = device.get("VIDEO_STREAM_PATH").orElse(STREAM + "capture" + number);
    String folder = lastPart(stream);
    return new CapturePaths(
        source, folder, stream, device.get("VIDEO_CAPTURE_PATH").orElse(REGISTERED + folder));
  }

  /** Its stream path is the address of its page, so its folder is called as what is registered. */
  private static CapturePaths ofDisplay(String source, DeviceDefinition device) {
    String capture = device.get("VIDEO_CAPTURE_PATH").orElse(REGISTERED + "capture");
    String folder = lastPart(capture);
    return new CapturePaths(source, folder, STREAM + folder, capture);
  }

  /** The source without a name and password in its address. */
  public String shownSource() {
    return USER_INFO.matcher(source).replaceAll("$1***@");
  }

  private static String lastPart(String path) {
    String plain = path.replaceFirst("/+$", "");
    return plain.substring(plain.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return "CapturePaths[" + shownSource() + ", " + folder + "]";
  }
}
