package com.virtualpytest.host.api.driver;

import com.virtualpytest.host.api.device.Settings;
import com.virtualpytest.host.api.process.ProcessSupervisor;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.log.Logger;

/**
 * What one controller gets from the host, so that no driver builds it again. Valid from {@code
 * open} until the controller is closed; the host takes everything back then. Safe for all threads.
 */
@ProviderType
public interface DriverContext {

  /**
   * Runs periodic and delayed work. One thread of its own per controller, created with the first
   * task; it is shut down, its running task interrupted, after the controller's {@code close}.
   */
  ScheduledExecutorService scheduler();

  /** The state of this controller; every change of it is published as an event and logged once. */
  StatusHolder status();

  /** Child programs, named within this device. They survive a swap of the driver's bundle. */
  ProcessSupervisor processes();

  /** The settings of the whole host, for defaults that several devices share. */
  Settings settings();

  /**
   * A folder for this device and driver, created with the first call, that survives restarts and
   * updates.
   *
   * @throws java.io.UncheckedIOException when it cannot be created
   */
  Path dataFolder();

  /** A logger whose name holds driver and device. */
  Logger logger();

  /**
   * Publishes an event of this device to {@code com/virtualpytest/host/device/<type>}.
   *
   * @param type letters, digits, {@code _} and {@code -}
   * @param details values that JSON can hold; no secrets
   */
  void publish(String type, Map<String, ?> details);
}
