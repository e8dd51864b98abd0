package com.virtualpytest.host.adb.internal.client;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Something did not work between this program and a device. The text is for the log: it can hold
 * what the adb server said.
 */
public final class AdbException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Services of every device that can be asked for them. */
  private static final Pattern EVERYWHERE = Pattern.compile("shell[:,]|exec:|sync:");

  /** Where it went wrong. */
  public enum Kind {
    /** The adb server takes no connection. */
    SERVER_DOWN,
    /** The adb server does not know the device. */
    DEVICE_MISSING,
    /** The adb server has no working connection to the device. */
    DEVICE_OFFLINE,
    /** The device has not accepted the key of this host. */
    UNAUTHORIZED,
    /** The connection ended before the answer was complete: of the server or of the device. */
    CONNECTION_LOST,
    /** Nothing, or not everything, came in time. */
    DEADLINE,
    /** The adb server or the device does not do this. */
    REFUSED,
    /** The device does not read or write the file; the text is its own. */
    FILE_REFUSED,
    /** The answer is not what the protocol allows. */
    PROTOCOL,
    /** There is more than was asked for. */
    TOO_LARGE,
    /** The command is longer than the device or the adb server takes; it was not sent. */
    COMMAND_TOO_LONG,
    /** This machine may not use the device at USB. */
    NO_PERMISSION
  }

  private final Kind kind;

  public AdbException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public AdbException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Where it went wrong. */
  public Kind kind() {
    return kind;
  }

  /**
   * What the adb server means by the text of a FAIL. It says {@code closed} both when a device does
   * not offer a service and when the device went away before it had opened it; what every device
   * offers can only be the latter.
   *
   * @param service what was asked for
   */
  static AdbException ofFail(String service, String text) {
    String said = text.toLowerCase(Locale.ROOT);
    Kind kind = Kind.REFUSED;
    if (said.equals("closed") && EVERYWHERE.matcher(service).lookingAt()) {
      kind = Kind.CONNECTION_LOST;
    } else if (said.contains("unauthorized") || said.contains("authorizing")) {
      kind = Kind.UNAUTHORIZED;
    } else if (said.matches("(?s)(device .*not found|no devices).*")) {
      kind = Kind.DEVICE_MISSING;
    } else if (said.contains("permissions")) {
      kind = Kind.NO_PERMISSION;
    } else if (said.contains("offline") || said.contains("still connecting")) {
      kind = Kind.DEVICE_OFFLINE;
    }
    return new AdbException(kind, text);
  }
}
