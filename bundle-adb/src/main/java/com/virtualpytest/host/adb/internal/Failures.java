package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.AdbException;
import com.virtualpytest.host.adb.internal.client.AdbException.Kind;
import com.virtualpytest.host.api.http.ApiException;
import com.virtualpytest.host.api.http.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What went wrong between this host and a device, in words for people. */
final class Failures {
  static final String SERVER_DOWN = "The adb server does not answer";
  static final String SERVER_HINT = "GET /host/adb tells more";

  private static final Pattern ERRNO =
      Pattern.compile(
          "(Permission denied|No such file or directory|Is a directory|Not a directory"
              + "|No space left on device|Read-only file system|File too large|I/O error)$");

  private Failures() {}

  /**
   * The same as an answer.
   *
   * @param serial the device; null when it is about the server
   * @param deviceId the device's id; null when it has none
   * @param serverLost whether the adb server's own connection broke meanwhile, or it does not
   *     answer
   */
  static ApiException of(AdbException e, String serial, String deviceId, boolean serverLost) {
    return new ApiException(
        code(e, serverLost), text(e, serial, serverLost), hint(e, serverLost), deviceId);
  }

  /** The kind of failure. */
  private static ErrorCode code(AdbException e, boolean serverLost) {
    return switch (e.kind()) {
      case SERVER_DOWN -> ErrorCode.UNAVAILABLE;
      case CONNECTION_LOST -> serverLost ? ErrorCode.CONNECTION_LOST : ErrorCode.DEVICE_OFFLINE;
      case DEVICE_MISSING, DEVICE_OFFLINE, UNAUTHORIZED, NO_PERMISSION -> ErrorCode.DEVICE_OFFLINE;
      case DEADLINE -> serverLost ? ErrorCode.CONNECTION_LOST : ErrorCode.DEADLINE;
      case REFUSED, FILE_REFUSED -> ErrorCode.DEVICE_REFUSED;
      case TOO_LARGE, COMMAND_TOO_LONG -> ErrorCode.TOO_LARGE;
      case PROTOCOL -> ErrorCode.INTERNAL;
    };
  }

  /** One sentence. */
  static String text(AdbException e, String serial, boolean serverLost) {
    String device = serial == null ? "The adb server" : serial;
    return switch (e.kind()) {
      case SERVER_DOWN -> SERVER_DOWN;
      case CONNECTION_LOST ->
          serverLost
              ? "The adb server ended before " + (serial == null ? "it" : serial) + " had answered"
              : device + " went away before it had answered";
      case DEVICE_MISSING -> "The adb server does not see " + device;
      case DEVICE_OFFLINE -> device + " is not connected";
      case UNAUTHORIZED -> device + " has not accepted the key of this host";
      case DEADLINE -> serverLost ? SERVER_DOWN : device + " did not answer in time";
      case REFUSED -> device + " does not offer this";
      case FILE_REFUSED -> device + " did not do that with the file" + errno(e.getMessage());
      case TOO_LARGE -> device + " sent more than can be taken";
      case COMMAND_TOO_LONG -> "The command is longer than " + device + " takes";
      case NO_PERMISSION -> "This machine may not use " + device + " at USB";
      case PROTOCOL -> device + " answered what nobody understands";
    };
  }

  /** What the system of the device says about files, where it is known. */
  private static String errno(String said) {
    Matcher known = ERRNO.matcher(said);
    return known.find() ? ": " + known.group() : "";
  }

  /** What a person can do; null when nothing. */
  static String hint(AdbException e, boolean serverLost) {
    return switch (e.kind()) {
      case SERVER_DOWN -> SERVER_HINT;
      case DEADLINE -> serverLost ? SERVER_HINT : null;
      case UNAUTHORIZED -> "Accept the question about USB debugging on the device's screen";
      case NO_PERMISSION ->
          "Install udev's rules for it (Debian: android-sdk-platform-tools-common), let the host's"
              + " user be in the group plugdev, and plug the device in again";
      case DEVICE_MISSING, DEVICE_OFFLINE ->
          "Is the device switched on, and is USB or network debugging switched on in it?";
      default -> null;
    };
  }

  /** Whether the device may be told again: it cannot have done anything yet. */
  static boolean notBegun(AdbException e) {
    return e.kind() == Kind.SERVER_DOWN
        || e.kind() == Kind.DEVICE_MISSING
        || e.kind() == Kind.DEVICE_OFFLINE;
  }
}
