package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.Capability;
import java.util.List;
import java.util.Optional;

/**
 * The devices and their drivers at one moment. Immutable.
 *
 * @param devices the host's display first, then by number
 */
public record Snapshot(List<BoundDevice> devices) {

  public Snapshot {
    devices = List.copyOf(devices);
  }

  /** The device of that id. */
  public Optional<BoundDevice> device(String id) {
    return devices.stream().filter(device -> device.definition().id().equals(id)).findFirst();
  }

  /** Who serves that device with that capability. */
  public Optional<Binding> controller(String deviceId, Capability capability) {
    return device(deviceId).flatMap(device -> device.binding(capability));
  }
}
