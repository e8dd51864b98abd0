package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.serial.internal.port.AskedLines;
import com.virtualpytest.host.serial.internal.port.PortAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a console leaves to the one that follows it in the same run of the host, after an update of
 * this bundle as a rule: a note in the device's folder.
 *
 * @param lines how DTR and RTS were asked to be
 * @param mark where the last sending began; negative for none
 */
record Handover(AskedLines lines, long mark) {
  static final Handover NOTHING = new Handover(AskedLines.NONE, -1);

  private static final String FILE = "handover";
  private static final int FIELDS = 5;

  /** What the console before left, if it had the same port. It is left once. */
  static Handover take(Path folder, PortAddress address) {
    Path file = folder.resolve(FILE);
    try {
      String[] fields = Files.readString(file).split("\n", -1);
      Files.delete(file);
      if (fields.length != FIELDS
          || !fields[0].equals(run())
          || !fields[1].equals(address.toString())) {
        return NOTHING;
      }
      return new Handover(
          new AskedLines(flag(fields[2]), flag(fields[3])), Long.parseLong(fields[4]));
    } catch (IOException | NumberFormatException e) {
      return NOTHING; // there is no note as a rule
    }
  }

  private static Boolean flag(String text) {
    return text.equals("null") ? null : Boolean.valueOf(text);
  }

  /** Leaves it to the next one. */
  void leave(Path folder, PortAddress address) {
    String note = "%s\n%s\n%s\n%s\n%d".formatted(run(), address, lines.dtr(), lines.rts(), mark);
    try {
      Files.writeString(folder.resolve(FILE), note);
    } catch (IOException e) {
      return; // the next one begins anew
    }
  }

  /** Numbers of processes come again, their times do not. */
  private static String run() {
    ProcessHandle process = ProcessHandle.current();
    return process.pid() + " " + process.info().startInstant().orElse(null);
  }
}
