package com.virtualpytest.host.api.event;

/**
 * Topics of the host's events in OSGi Event Admin. Every event has {@link #TIMESTAMP}; the other
 * properties depend on the topic and hold no secrets.
 */
public final class Topics {
  /** The root of all of the host's topics. */
  public static final String ROOT = "com/virtualpytest/host/";

  /** A device was added, changed or removed: {@code added}, {@code changed}, {@code removed}. */
  public static final String DEVICE = ROOT + "device/";

  /**
   * A controller's state changed: {@code state}; properties device_id, driver, from, to, detail.
   */
  public static final String CONTROLLER = ROOT + "controller/";

  /** A drop-in bundle: {@code installed}, {@code updated}, {@code removed}, {@code failed}. */
  public static final String BUNDLE = ROOT + "bundle/";

  /** A supervised process changed its state: {@code state}. */
  public static final String PROCESS = ROOT + "process/";

  /** A batch of commands: {@code state}; properties device_id, execution_id, status, error. */
  public static final String EXECUTION = ROOT + "execution/";

  /** A device was lent: {@code taken}, {@code released}; properties device_id, lease, holder. */
  public static final String LEASE = ROOT + "lease/";

  /** A driver: {@code added}, {@code removed}; properties driver, bundle, capabilities. */
  public static final String DRIVER = ROOT + "driver/";

  /**
   * A command has its result: {@code done}; properties device_id, driver, command, success, code,
   * duration_ms (from its arrival to its result). Its parameters are not told: they can be typed
   * passwords.
   */
  public static final String COMMAND = ROOT + "command/";

  /**
   * Something that a person should look at: {@code opened}, {@code closed}; properties device_id,
   * device_name, capture_folder, component ({@code ffmpeg}: its pictures; {@code monitor}: what is
   * seen in them), state, and severity of those opened.
   */
  public static final String INCIDENT = ROOT + "incident/";

  /** When the event happened: {@code Long}, milliseconds since the epoch. */
  public static final String TIMESTAMP = "timestamp";

  /** The device it is about. */
  public static final String DEVICE_ID = "device_id";

  private Topics() {}
}
