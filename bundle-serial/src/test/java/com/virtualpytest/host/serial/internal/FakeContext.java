package com.virtualpytest.host.serial.internal;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.device.State;
import com.virtualpytest.host.api.device.Status;
import com.virtualpytest.host.api.driver.DriverContext;
import com.virtualpytest.host.api.driver.StatusHolder;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.log.Logger;

/** What the host gives a console, as far as a console asks for it. */
final class FakeContext implements DriverContext {

  /** Holds a status. */
  static final class Holder implements StatusHolder {
    private volatile Status now = Status.of(State.STARTING, null, null, Instant.now());

    @Override
    public Status current() {
      return now;
    }

    @Override
    public synchronized Status set(State state, String detail, String hint) {
      now = now.observe(state, detail, hint, Instant.now());
      return now;
    }
  }

  private final Path folder;
  private final Holder holder = new Holder();

  FakeContext(Path folder) {
    this.folder = folder;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    throw new UnsupportedOperationException();
  }

  @Override
  public StatusHolder status() {
    return holder;
  }

  @Override
  public ProcessSupervisor processes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Settings settings() {
    return variable -> Optional.empty();
  }

  @Override
  public Path dataFolder() {
    return folder;
  }

  @Override
  public Logger logger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void publish(String type, Map<String, ?> details) {
    throw new UnsupportedOperationException();
  }
}
