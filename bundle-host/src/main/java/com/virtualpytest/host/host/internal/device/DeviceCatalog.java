package com.virtualpytest.host.host.internal.device;

import com.virtualpytest.host.api.device.DeviceDefinition;
import com.virtualpytest.host.api.event.Topics;
import com.virtualpytest.host.host.internal.event.EventSink;
import com.virtualpytest.host.host.internal.settings.HostSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All devices of this host: those of the environment and those of Configuration Admin. Safe for all
 * threads; readers never wait.
 */
@Component(service = DeviceCatalog.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class DeviceCatalog {

  private static final Logger log = LoggerFactory.getLogger(DeviceCatalog.class);

  private final EventSink events;
  private final Map<String, DeviceDefinition> environment = new LinkedHashMap<>();
  private final List<Consumer<List<DeviceDefinition>>> listeners = new CopyOnWriteArrayList<>();

  // in the order of their arrival, so that a later duplicate never displaces a device that works
  private final Set<ConfiguredDevice> configured = new LinkedHashSet<>();

  private volatile List<DeviceDefinition> devices;
  private volatile List<DeviceProblem> problems = List.of();

  @Activate
  public DeviceCatalog(@Reference HostSettings settings, @Reference EventSink events) {
    this.events = events;
    this.devices = List.copyOf(new EnvironmentDevices(settings.all()).devices());
    devices.forEach(device -> environment.put(device.id(), device));
  }

  /** The devices now, immutable: the host's display first, then by number. */
  public List<DeviceDefinition> devices() {
    return devices;
  }

  /** The configurations that were not taken, immutable. */
  public List<DeviceProblem> problems() {
    return problems;
  }

  /**
   * Tells the listener of the devices now and after every change, one call at a time. It must not
   * block.
   *
   * @return ends the telling
   */
  public synchronized Runnable listen(Consumer<List<DeviceDefinition>> listener) {
    listeners.add(listener);
    listener.accept(devices);
    return () -> listeners.remove(listener);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "remove")
  synchronized void add(ConfiguredDevice device) {
    configured.add(device);
    device.onChange(this::merge);
    merge();
  }

  synchronized void remove(ConfiguredDevice device) {
    device.onChange(() -> {});
    configured.remove(device);
    merge();
  }

  private synchronized void merge() {
    Map<String, DeviceDefinition> merged = new LinkedHashMap<>(environment);
    List<DeviceProblem> wrong = new ArrayList<>();
    for (ConfiguredDevice source : configured) {
      ConfiguredDevice.Reading reading = source.reading();
      String error = reading.error();
      if (error == null && environment.containsKey(reading.deviceId())) {
        error = reading.deviceId() + " belongs to the environment";
      } else if (error == null && merged.containsKey(reading.deviceId())) {
        error = reading.deviceId() + " is configured twice; the first one counts";
      }
      if (error == null) {
        merged.put(reading.deviceId(), reading.device());
      } else {
        wrong.add(new DeviceProblem(reading.pid(), reading.deviceId(), error));
      }
    }
    report(wrong);
    publish(merged.values().stream().sorted(DeviceIds.ORDER).toList());
  }

  private void report(List<DeviceProblem> wrong) {
    for (DeviceProblem problem : wrong) {
      if (!problems.contains(problem)) {
        log.warn("Device configuration {}: {}", problem.configuration(), problem.error());
      }
    }
    problems = List.copyOf(wrong);
  }

  private void publish(List<DeviceDefinition> next) {
    List<DeviceDefinition> before = devices;
    if (next.equals(before)) {
      return;
    }
    devices = next;
    for (DeviceDefinition device : next) {
      DeviceDefinition old = byId(before, device.id());
      if (old == null) {
        tell("added", device);
      } else if (!old.equals(device)) {
        tell("changed", device);
      }
    }
    before.stream()
        .filter(device -> byId(next, device.id()) == null)
        .forEach(device -> tell("removed", device));
    listeners.forEach(listener -> listener.accept(next));
  }

  private void tell(String what, DeviceDefinition device) {
    log.info("Device {} ({}, {}) {}", device.id(), device.name(), device.model(), what);
    events.publish(
        Topics.DEVICE + what,
        Map.of(
            Topics.DEVICE_ID,
            device.id(),
            "device_name",
            device.name(),
            "device_model",
            device.model()));
  }

  private static DeviceDefinition byId(List<DeviceDefinition> devices, String id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst().orElse(null);
  }
}
