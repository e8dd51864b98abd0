package com.virtualpytest.host.tck;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.StatusHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.log.Logger;

/**
 * What the host gives a controller, for tests: everything is kept, so that a test can look at it.
 * Child programs are not started, see {@link TestProcesses}. Safe for all threads.
 */
public final class TestContext implements DriverContext, AutoCloseable {
  private final Path folder;
  private final Map<String, String> settings;
  private final ThreadGroup group;
  private final TestProcesses processes;
  private final Holder status = new Holder();
  private final LogRecorder log = new LogRecorder();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private ScheduledExecutorService scheduler;
  private boolean closed;

  /**
   * Something that the driver published.
   *
   * @param type of the event
   * @param details as they were given
   */
  public record Event(String type, Map<String, ?> details) {}

  /**
   * @param folder the data folder
   * @param hostSettings the settings of the whole host
   */
  public TestContext(Path folder, Map<String, String> hostSettings) {
    this(folder, hostSettings, Thread.currentThread().getThreadGroup(), new TestProcesses());
  }

  /** Without settings of the host. */
  public TestContext(Path folder) {
    this(folder, Map.of());
  }

  TestContext(
      Path folder, Map<String, String> settings, ThreadGroup group, TestProcesses processes) {
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    this.group = group;
    this.processes = processes;
  }

  /** Host-wide settings from a map. */
  public static Settings settings(Map<String, String> values) {
    Map<String, String> copy = Map.copyOf(values);
    return variable -> Optional.ofNullable(copy.get(variable));
  }

  /** A logger that writes nowhere. */
  public static Logger silent() {
    return new LogRecorder().logger();
  }

  /** What was published, in its order. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** What was logged, at all levels. */
  public List<String> logged() {
    return List.copyOf(log.lines());
  }

  /** All that was set as the status, in its order, the same again left out. */
  public List<Status> history() {
    return List.copyOf(status.history);
  }

  @Override
  public synchronized ScheduledExecutorService scheduler() {
    if (scheduler == null) {
      scheduler =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(group, task, "scheduler of the context", 0, false);
                thread.setDaemon(true);
                return thread;
              });
      if (closed) {
        scheduler.shutdownNow();
      }
    }
    return scheduler;
  }

  @Override
  public StatusHolder status() {
    return status;
  }

  @Override
  public TestProcesses processes() {
    return processes;
  }

  @Override
  public Settings settings() {
    return settings(settings);
  }

  @Override
  public Path dataFolder() {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Logger logger() {
    return log.logger();
  }

  @Override
  public void publish(String type, Map<String, ?> details) {
    events.add(new Event(type, details));
  }

  /** Takes the scheduler back, as the host does after the controller's {@code close}. */
  @Override
  public synchronized void close() {
    closed = true;
    if (scheduler != null) {
      scheduler.shutdownNow();
    }
  }

  private static final class Holder implements StatusHolder {
    private final List<Status> history = new CopyOnWriteArrayList<>();
    private volatile Status now = Status.of(State.STARTING, null, null, Instant.now());

    @Override
    public Status current() {
      return now;
    }

    @Override
    public synchronized Status set(State state, String detail, String hint) {
      Status before = now;
      now = before.observe(state, detail, hint, Instant.now());
      if (!sameNews(before, now)) {
        history.add(now);
      }
      return now;
    }

    private static boolean sameNews(Status a, Status b) {
      return a.state() == b.state()
          && Objects.equals(a.detail(), b.detail())
          && Objects.equals(a.hint(), b.hint());
    }
  }
}
