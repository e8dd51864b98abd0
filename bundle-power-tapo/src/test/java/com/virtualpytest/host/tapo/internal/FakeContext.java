package com.virtualpytest.host.tapo.internal;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.StatusHolder;
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

/** What a host gives to a controller, kept in memory. */
final class FakeContext implements DriverContext, StatusHolder, AutoCloseable {
  final List<String> published = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final Path folder;
  private final Map<String, String> settings;
  private volatile Status status = Status.of(State.STARTING, null, null, Instant.now());

  FakeContext(Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.settings = settings;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public StatusHolder status() {
    return this;
  }

  @Override
  public Status current() {
    return status;
  }

  @Override
  public synchronized Status set(State state, String detail, String hint) {
    status = status.observe(state, detail, hint, Instant.now());
    return status;
  }

  @Override
  public ProcessSupervisor processes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Settings settings() {
    return settings(settings);
  }

  static Settings settings(Map<String, String> values) {
    return variable -> Optional.ofNullable(values.get(variable));
  }

  @Override
  public Path dataFolder() {
    return folder;
  }

  @Override
  public Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, args) -> method.getReturnType() == boolean.class ? false : null);
  }

  @Override
  public void publish(String type, Map<String, ?> details) {
    published.add(type + details);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
