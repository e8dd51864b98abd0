package com.virtualpytest.host.simulators.android;

import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.tool.Programs;
import com.virtualpytest.host.simulators.android.transport.Faults;
import com.virtualpytest.host.simulators.android.transport.Listener;
import com.virtualpytest.host.simulators.android.transport.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A virtual Android device. It speaks adbd's transport over TCP on loopback, so that {@code adb
 * connect} takes it for a real one, and what is done with it shows on its screen. Its methods may
 * be called from any thread.
 */
public final class VirtualAndroid implements AutoCloseable {

  private final Device device;
  private final Faults faults = new Faults();
  private final Listener listener;
  private boolean powered = true;

  private VirtualAndroid(Profile profile, int port) throws IOException {
    this.device = new Device(profile, Clock.systemUTC());
    Services services = new Services(device, new Programs(device, faults), faults);
    this.listener = new Listener(port, profile, faults, services);
  }

  /**
   * Starts one; it listens when this returns.
   *
   * @param port 0 for any free one
   * @throws IOException the port is taken
   */
  public static VirtualAndroid start(Profile profile, int port) throws IOException {
    return new VirtualAndroid(profile, port);
  }

  /** Where adb connects. */
  public int port() {
    return listener.port();
  }

  /** What adb calls it once it is connected. */
  public String serial() {
    return "127.0.0.1:" + port();
  }

  /** Which page shows, and what is on it. */
  public ScreenFacts screen() {
    return new ScreenFacts(device.ui().pageName());
  }

  /** The inputs so far, as they arrived at the screen: {@code keyevent KEYCODE_HOME}. */
  public List<String> inputs() {
    return device.history().inputs();
  }

  /** The services that were opened, as they were asked for: {@code shell,v2,raw:input tap 1 2}. */
  public List<String> services() {
    return device.history().services();
  }

  /** The programs that the shell started, with their arguments after all quoting. */
  public List<List<String>> executed() {
    return device.history().programs();
  }

  /** What is on the screen, as PNG. */
  public byte[] screenshot() {
    return device.ui().png();
  }

  /** Switches a fault on, until {@link #clearFaults}. */
  public void fault(Fault fault) {
    faults.add(fault);
    try {
      switch (fault) {
        case REFUSE -> listener.refuse();
        // Both are agreed on when a host connects.
        case UNAUTHORIZED, NO_SHELL_V2 -> listener.drop();
        default -> {}
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on each command starts that much later. */
  public void slow(Duration delay) {
    faults.delay(delay);
    fault(Fault.SLOW);
  }

  /** Everything works again; a host that waits for its key to be allowed is let in. */
  public synchronized void clearFaults() {
    Set<Fault> before = faults.active();
    faults.clear();
    try {
      if (powered) {
        listener.accept();
      }
      if (before.contains(Fault.NO_SHELL_V2)) {
        listener.drop();
      }
      listener.allow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Off: connections end and new ones are refused, the screen is dark. On: it boots again. */
  public synchronized void power(boolean on) {
    powered = on;
    try {
      if (!on) {
        listener.refuse();
      } else if (!faults.has(Fault.REFUSE)) {
        listener.accept();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    faults.clear();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
