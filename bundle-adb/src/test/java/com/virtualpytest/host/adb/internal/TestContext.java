package com.virtualpytest.host.adb.internal;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.StatusHolder;
import com.virtualpytest.host.api.process.ManagedProcess;
import com.virtualpytest.host.api.process.ProcessDescription;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.log.Logger;

/** What a host gives to a controller. */
final class TestContext implements DriverContext, AutoCloseable {
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final Holder status = new Holder();
  private final Map<String, String> settings;

  TestContext(Map<String, String> settings) {
    this.settings = settings;
  }

  /** Settings from a map. */
  static Settings settings(Map<String, String> values) {
    return variable -> Optional.ofNullable(values.get(variable));
  }

  static Logger silent() {
    return (Logger)
        Proxy.newProxyInstance(
            TestContext.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, args) -> method.getReturnType() == boolean.class ? false : null);
  }

  /** A supervisor that starts nothing and remembers what it was asked for. */
  static final class Processes implements ProcessSupervisor {
    final List<ProcessDescription> asked = new CopyOnWriteArrayList<>();

    @Override
    public ManagedProcess run(ProcessDescription description) {
      asked.add(description);
      return null;
    }

    @Override
    public List<ManagedProcess> processes() {
      return List.of();
    }

    @Override
    public void remove(String name) {
      asked.removeIf(description -> description.name().equals(name));
    }
  }

  private static final class Holder implements StatusHolder {
    private Status now = Status.of(State.STARTING, null, null, Instant.now());

    @Override
    public synchronized Status current() {
      return now;
    }

    @Override
    public synchronized Status set(State state, String detail, String hint) {
      now = now.observe(state, detail, hint, Instant.now());
      return now;
    }
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public StatusHolder status() {
    return status;
  }

  @Override
  public ProcessSupervisor processes() {
    return new Processes();
  }

  @Override
  public Settings settings() {
    return settings(settings);
  }

  @Override
  public Path dataFolder() {
    return Path.of("target");
  }

  @Override
  public Logger logger() {
    return silent();
  }

  @Override
  public void publish(String type, Map<String, ?> details) {}

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
