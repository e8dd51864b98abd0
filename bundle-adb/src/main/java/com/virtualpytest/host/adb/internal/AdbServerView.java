package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.adb.internal.client.SeenDevice;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessStatus;
import java.util.List;

/**
 * The adb server on the wire.
 *
 * @param state {@code ready} when it answers, else {@code offline}
 * @param detail what is the case; null when there is nothing to say
 * @param hint what a person can do; null when nothing
 * @param version of its protocol; null when it does not answer
 * @param startedHere whether this host has started it
 * @param process the program, where this host has started it
 */
public record AdbServerView(
    boolean success,
    String host,
    int port,
    String state,
    String detail,
    String hint,
    Integer version,
    boolean startedHere,
    Program process) {

  /** The program. */
  public record Program(
      String state, String detail, String hint, long pid, int restarts, List<String> output) {
    private static final int LINES = 20;

    static Program of(ManagedProcess process) {
      ProcessStatus now = process.status();
      List<String> lines = process.output();
      return new Program(
          now.status().state().wireName(),
          now.status().detail(),
          now.status().hint(),
          now.pid(),
          now.restarts(),
          lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    }
  }

  /** The devices that the server sees. */
  public record Devices(boolean success, List<Device> devices) {}

  /**
   * A device that the server sees.
   *
   * @param deviceId its id; null when this host is not configured to use it
   */
  public record Device(
      String serial,
      String state,
      String product,
      String model,
      String transportId,
      String deviceId) {
    static Device of(SeenDevice seen, String deviceId) {
      return new Device(
          seen.serial(), seen.state(), seen.product(), seen.model(), seen.transportId(), deviceId);
    }
  }
}
