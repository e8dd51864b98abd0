package com.virtualpytest.host.simulators.android;

import com.virtualpytest.host.simulators.android.device.Device;
import com.virtualpytest.host.simulators.android.device.Files;
import com.virtualpytest.host.simulators.android.tool.Programs;
import com.virtualpytest.host.simulators.android.transport.Faults;
import com.virtualpytest.host.simulators.android.transport.Listener;
import com.virtualpytest.host.simulators.android.transport.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A virtual Android device. It speaks adbd's transport over TCP on loopback, so that {@code adb
 * connect} takes it for a real one, and what is done with it shows on its screen. Its methods may
 * be called from any thread.
 */
public final class VirtualAndroid implements AutoCloseable {

  private final Device device;
  private final Faults faults = new Faults();
  private final Programs programs;
  private final Listener listener;
  private Duration bootTime = Duration.ofMillis(200);
  private boolean powered = true;
  private boolean closed;

  private VirtualAndroid(Profile profile, int port) throws IOException {
    this.device = new Device(profile, Clock.systemUTC());
    this.programs = new Programs(device, faults);
    Services services = new Services(device, programs, faults);
    this.listener = new Listener(port, profile, faults, services);
    device.onReboot(this::reboot);
  }

  /**
   * Starts one; it listens when this returns. The process becomes headless, unless that was decided
   * before: pictures are painted without a display.
   *
   * @param port 0 for any free one
   * @throws IOException the port is taken
   */
  public static VirtualAndroid start(Profile profile, int port) throws IOException {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
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

  /** What is on the screen. */
  public ScreenFacts screen() {
    return device.ui().facts();
  }

  /** The screen as a PNG picture. */
  public byte[] screenshot() {
    return device.ui().png();
  }

  /**
   * The last thousand inputs, as they arrived: {@code keyevent KEYCODE_HOME}, {@code tap 10 20},
   * {@code swipe 1 2 3 4 300}, {@code text with blanks}.
   */
  public List<String> inputs() {
    return device.history().inputs();
  }

  /** How many inputs there ever were. */
  public long inputCount() {
    return device.history().inputCount();
  }

  /**
   * The last thousand services that were opened, as they were asked for: {@code shell,v2,raw:input
   * tap 1 2}.
   */
  public List<String> services() {
    return device.history().services();
  }

  /** The last thousand programs that its shells started, with their arguments after all quoting. */
  public List<List<String>> executed() {
    return device.history().programs();
  }

  /** Forgets inputs, services and programs, but not the count. */
  public void clearHistory() {
    device.history().clear();
  }

  /** The content of a file on the device. */
  public Optional<byte[]> file(String path) {
    try {
      return Optional.of(device.files().read(path).clone());
    } catch (Files.FileException e) {
      return Optional.empty();
    }
  }

  /** The paths of all files and folders in {@code /sdcard} and {@code /data/local/tmp}. */
  public List<String> files() {
    return device.files().writable();
  }

  /** Whether a package is installed. */
  public boolean installed(String packageName) {
    return device.packages().find(packageName).isPresent();
  }

  /** Whether an app runs, in front or not. */
  public boolean running(String packageName) {
    return device.ui().isRunning(packageName);
  }

  /** Adds a line to what {@code logcat} shows. */
  public void log(String tag, String text) {
    device.log().add('I', tag, text);
  }

  /** Switches a fault on, until {@link #clearFaults}. */
  public synchronized void fault(Fault fault) {
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

  /** From now on each command starts that much later, until {@link #clearFaults}. */
  public void slow(Duration delay) {
    faults.delay(delay);
    fault(Fault.SLOW);
  }

  /**
   * From now on a program does nothing but print this and end with this exit code, until {@link
   * #clearFaults}.
   *
   * @throws IllegalArgumentException the device has no program of that name
   */
  public void replace(String program, int exitCode, String out, String err) {
    programs.replace(
        program,
        task -> {
          task.print(out);
          task.err().write(err.getBytes(StandardCharsets.UTF_8));
          return exitCode;
        });
  }

  /** The faults that are on. */
  public Set<Fault> faults() {
    return faults.active();
  }

  /** Everything works again; a host that waits for its key to be allowed is let in. */
  public synchronized void clearFaults() {
    Set<Fault> before = faults.active();
    faults.clear();
    programs.restore();
    try {
      if (before.contains(Fault.NO_SHELL_V2)) {
        listener.drop();
      }
      listener.allow();
      listen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long a boot takes from now on, after {@code reboot}; 200 ms without this. */
  public synchronized void bootTime(Duration time) {
    bootTime = time;
  }

  /**
   * Off: connections end and new ones are refused, the screen is dark. On: it is booted, with its
   * files and packages, and listens.
   */
  public synchronized void power(boolean on) {
    powered = on;
    try {
      if (on) {
        device.boot();
        listen();
      } else {
        listener.refuse();
        device.ui().power(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it is on. */
  public synchronized boolean powered() {
    return powered;
  }

  /** Ends all connections and frees the port. */
  @Override
  public synchronized void close() {
    closed = true;
    faults.clear();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() throws IOException {
    if (powered && !closed && !faults.has(Fault.REFUSE)) {
      listener.accept();
    }
  }

  /** On threads of its own: the connection that asked for it ends with it. */
  private synchronized void reboot() {
    CompletableFuture.runAsync(() -> power(false))
        .thenRunAsync(
            () -> power(true),
            CompletableFuture.delayedExecutor(bootTime.toMillis(), TimeUnit.MILLISECONDS))
        .exceptionally(
            e -> {
              log("init", "reboot failed: " + e.getMessage());
              return null;
            });
  }
}
