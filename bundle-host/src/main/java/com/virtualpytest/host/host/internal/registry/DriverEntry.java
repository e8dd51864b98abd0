package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.driver.DriverInfo;
import com.virtualpytest.host.api.event.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver in the registry, with what it said of itself and of the devices. */
final class DriverEntry {

  private static final Logger log = LoggerFactory.getLogger(DriverEntry.class);

  /** What a driver said. */
  private record Answer(DriverInfo info, Map<DeviceDefinition, Boolean> served) {}

  private final DriverRegistration registration;
  private final Surroundings with;
  private final Runnable answered;
  private volatile DriverInfo info;

  // guarded by this
  private final Map<DeviceDefinition, Boolean> served = new HashMap<>();
  private boolean asking;

  /**
   * @param answered called, with no lock held, when the driver has said something new
   */
  DriverEntry(DriverRegistration registration, Surroundings with, Runnable answered) {
    this.registration = registration;
    this.with = with;
    this.answered = answered;
  }

  DriverRegistration registration() {
    return registration;
  }

  /** What the driver says of itself; null while it has said nothing. */
  DriverInfo info() {
    return info;
  }

  String name() {
    return info.name();
  }

  /** False also while the driver has not answered for this device. */
  synchronized boolean serves(DeviceDefinition device) {
    return served.getOrDefault(device, false);
  }

  /** Whether it has said who it is, and of each of these devices whether it serves it. */
  synchronized boolean knows(Collection<DeviceDefinition> devices) {
    return info != null && served.keySet().containsAll(devices);
  }

  /**
   * Asks the driver for devices that it was not asked for yet, in a thread of its own: it may hang.
   */
  void ask(Collection<DeviceDefinition> devices) {
    List<DeviceDefinition> open;
    synchronized (this) {
      served.keySet().retainAll(devices);
      open = devices.stream().filter(device -> !served.containsKey(device)).toList();
      if (asking || (open.isEmpty() && info != null)) {
        return;
      }
      asking = true;
    }
    new Inquiry<>(() -> question(open), with.inquiries(), with.timer(), with.timing().answer())
        .ask()
        .exceptionally(this::silent);
  }

  private Answer question(List<DeviceDefinition> devices) {
    Answer answer = null;
    try {
      DriverInfo said = info == null ? registration.driver().info() : info;
      if (said == null) {
        throw new IllegalStateException("no info");
      }
      Map<DeviceDefinition, Boolean> results = new HashMap<>();
      devices.forEach(device -> results.put(device, asked(device)));
      answer = new Answer(said, results);
    } catch (RuntimeException | LinkageError e) {
      log.error("A driver of {} does not say who it is", registration.bundle(), e);
    } finally {
      store(answer);
    }
    return answer;
  }

  private boolean asked(DeviceDefinition device) {
    try {
      return registration.driver().serves(device);
    } catch (RuntimeException | LinkageError e) {
      log.error(
          "A driver of {} failed to say whether it serves {}",
          registration.bundle(),
          device.id(),
          e);
      return false;
    }
  }

  private void store(Answer answer) {
    boolean first;
    synchronized (this) {
      asking = false;
      if (answer == null) {
        return;
      }
      first = info == null;
      info = answer.info();
      served.putAll(answer.served());
    }
    if (first) {
      tell("added");
    }
    answered.run();
  }

  /** Publishes that the driver came or went; nothing while it has not said who it is. */
  void tell(String what) {
    DriverInfo known = info;
    if (known != null) {
      List<String> can = known.capabilities().stream().map(Capability::wireName).sorted().toList();
      Map<String, Object> properties =
          Map.of("driver", known.name(), "bundle", registration.bundle(), "capabilities", can);
      with.shared().events().publish(Topics.DRIVER + what, properties);
    }
  }

  private Answer silent(Throwable failure) {
    log.warn(
        "A driver of {} has not answered yet; it gets devices when it has", registration.bundle());
    return null;
  }
}
