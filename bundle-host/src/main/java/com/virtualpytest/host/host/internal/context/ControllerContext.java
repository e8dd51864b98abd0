package com.virtualpytest.host.host.internal.context;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.StatusHolder;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import com.virtualpytest.host.host.internal.event.EventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.regex.Pattern;
import org.osgi.service.log.Logger;

/**
 * What one attempt to open a device gets from the host. After {@link #close} it does nothing any
 * more, so that a driver that was given up cannot speak for its successor.
 */
public final class ControllerContext implements DriverContext, AutoCloseable {

  private static final Pattern EVENT_TYPE = Pattern.compile("[A-Za-z0-9_-]{1,40}");

  /**
   * What all contexts of a host share.
   *
   * @param settings of the whole host
   * @param events where events go
   * @param dataFolder under which each controller has a folder
   * @param commands where it is told what became of commands
   */
  public record Shared(Settings settings, EventSink events, Path dataFolder, CommandSink commands) {

    /** Without anybody who wants to know of commands. */
    public Shared(Settings settings, EventSink events, Path dataFolder) {
      this(settings, events, dataFolder, CommandSink.NONE);
    }
  }

  private final DeviceDefinition device;
  private final String driver;
  private final Shared shared;
  private final ContextServices services;
  private final ControllerStatus status;
  private final StatusHolder guardedStatus = new GuardedStatus();
  private final Logger logger;

  // guarded by this
  private ScheduledThreadPoolExecutor scheduler;
  private DeviceProcesses processes;
  private volatile boolean closed;

  public ControllerContext(
      DeviceDefinition device,
      String driver,
      Shared shared,
      ContextServices services,
      ControllerStatus status) {
    this.device = device;
    this.driver = driver;
    this.shared = shared;
    this.services = services;
    this.status = status;
    this.logger = services.logger(driver + "." + device.id());
  }

  @Override
  public synchronized ScheduledExecutorService scheduler() {
    if (scheduler == null) {
      scheduler = new ScheduledThreadPoolExecutor(1, this::thread);
      scheduler.setRemoveOnCancelPolicy(true);
      scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
      if (closed) {
        scheduler.shutdown();
      }
    }
    return scheduler;
  }

  @Override
  public StatusHolder status() {
    return guardedStatus;
  }

  @Override
  public synchronized ProcessSupervisor processes() {
    if (closed) {
      throw new IllegalStateException("The controller is closed");
    }
    if (processes == null) {
      processes = services.processes(device.id() + "-");
    }
    return processes;
  }

  @Override
  public Settings settings() {
    return shared.settings();
  }

  @Override
  public Path dataFolder() {
    Path folder = shared.dataFolder().resolve("devices").resolve(device.id()).resolve(driver);
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot create " + folder, e);
    }
  }

  @Override
  public Logger logger() {
    return logger;
  }

  @Override
  public void publish(String type, Map<String, ?> details) {
    Objects.requireNonNull(details, "details");
    if (!EVENT_TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("event type " + type);
    }
    if (closed) {
      return;
    }
    Map<String, Object> event = new HashMap<>(details);
    event.put(Topics.DEVICE_ID, device.id());
    event.put("driver", driver);
    shared.events().publish(Topics.DEVICE + type, event);
  }

  /** Takes everything back but the processes, which survive a change of the driver's bundle. */
  @Override
  public synchronized void close() {
    closed = true;
    if (scheduler != null) {
      scheduler.shutdownNow();
    }
    if (processes != null) {
      processes.close();
    }
  }

  /** Ends the processes of this controller: its device is gone, or another one now. */
  public void removeProcesses() {
    services.processes(device.id() + "-").removeAll();
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(null, task, "scheduler-" + device.id() + "-" + driver, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(ControllerContext.class.getClassLoader());
    return thread;
  }

  /** The status, as long as this attempt is the current one. */
  private final class GuardedStatus implements StatusHolder {
    @Override
    public Status current() {
      return status.current();
    }

    @Override
    public Status set(State state, String detail, String hint) {
      return closed ? status.current() : status.set(state, detail, hint);
    }
  }
}
