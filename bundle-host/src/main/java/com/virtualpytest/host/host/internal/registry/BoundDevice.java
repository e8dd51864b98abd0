package com.virtualpytest.host.host.internal.registry;

import com.virtualpytest.host.api.device.Capability;
import com.virtualpytest.host.api.device.DeviceDefinition;
import java.util.List;
import java.util.Optional;

/**
 * A device with those who serve it. Immutable; the bindings themselves live on.
 *
 * @param definition the device
 * @param bindings its drivers, the one that counts first where several have one capability
 */
public record BoundDevice(DeviceDefinition definition, List<Binding> bindings) {

  /** The order in which capabilities are told. */
  private static final List<Capability> ORDER =
      List.of(
          Capability.AV,
          Capability.REMOTE,
          Capability.VERIFICATION,
          Capability.POWER,
          Capability.SERIAL,
          Capability.DESKTOP);

  public BoundDevice {
    bindings = List.copyOf(bindings);
  }

  /** What the device can do: the capabilities that have a driver, in their fixed order. */
  public List<Capability> capabilities() {
    return ORDER.stream().filter(capability -> !bindings(capability).isEmpty()).toList();
  }

  /** All that have this capability, the one that counts first. */
  public List<Binding> bindings(Capability capability) {
    return bindings.stream()
        .filter(binding -> binding.capabilities().contains(capability))
        .toList();
  }

  /** The one that counts. */
  public Optional<Binding> binding(Capability capability) {
    return bindings(capability).stream().findFirst();
  }
}
