package com.virtualpytest.host.simulators.android;

import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.shell.Shell;
import com.virtualpytest.host.simulators.android.tool.Programs;
import com.virtualpytest.host.simulators.android.transport.Faults;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** A device without a wire: command lines go straight to its shell. */
public final class Terminal {

  private final Device device;
  private final Programs programs;
  private int status;
  private String errors = "";

  /** On a fresh device. */
  public Terminal(Profile profile) {
    this.device = new Device(profile, Clock.systemUTC());
    this.programs = new Programs(device, new Faults());
  }

  /** Runs a line; what it writes to standard output. */
  public String run(String line) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    status = new Shell(programs).run(line, InputStream.nullInputStream(), out, err);
    errors = err.toString(StandardCharsets.UTF_8);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The exit code of the last line. */
  public int status() {
    return status;
  }

  /** What the last line wrote to standard error. */
  public String errors() {
    return errors;
  }

  /** The device. */
  public Device device() {
    return device;
  }
}
